"""The story: a family from its request for help to its last check-in and back again, told once and lived many ways.

Each part is what people do one after the other; `hands` does it: by direct requests, with a mouse, by keyboard alone,
without script. Every page of the service is opened by somebody in it."""

from __future__ import annotations

from tests.journeys.asking import Asking
from tests.journeys.at_home import AtHome
from tests.journeys.audits import Audits
from tests.journeys.endings import Endings
from tests.journeys.everybody import Everybody
from tests.journeys.front_door import FrontDoor
from tests.journeys.relations import Relations
from tests.journeys.reporting import Reporting
from tests.journeys.workforce import Workforce


class Story(FrontDoor, Asking, AtHome, Audits, Endings, Everybody, Relations, Reporting, Workforce):
    """All of it, or its straight line."""

    def tell(self) -> None:
        """All of it."""
        self.an_administrator_makes_ready()
        self.somebody_new_begins()
        self.a_school_asks_for_help()
        self.the_people_are_matched_and_it_is_decided()
        self.the_manager_gives_it_to_a_key_worker()
        self.the_family_says_yes()
        self.the_family_is_known_better()
        self.everybody_has_their_place()
        self.the_assessment_is_written()
        self.the_plan_is_written_and_agreed()
        self.the_team_looks_again()
        self.everyone_gets_their_copy()
        self.the_team_arranges_to_meet()
        self.the_family_makes_its_own_plan()
        self.notes_are_written()
        self.the_audit_tool_is_made()
        self.a_round_of_audits_is_drawn()
        self.an_audit_is_held()
        self.it_is_moderated_blind()
        self.an_action_follows_and_is_closed()
        self.what_the_audits_show()
        self.supervision_is_held()
        self.a_group_thinks_together()
        self.something_important_happens()
        self.the_family_reads_a_note()
        self.a_child_draws_her_morning()
        self.somebody_asks_what_is_held()
        self.a_contributor_joins_and_leaves()
        self.the_family_says_who_may_know()
        self.a_partner_leads_for_a_while()
        self.somebody_of_an_agency_is_invited()
        self.the_plan_gets_a_fourth_outcome()
        self.the_family_has_its_plan()
        self.somebody_outside_answers()
        self.the_family_says_how_the_help_was()
        self.somebody_complains()
        self.something_is_learned()
        self.the_team_looks_a_second_and_a_third_time()
        self.it_steps_up()
        self.it_steps_down()
        self.it_closes()
        self.somebody_asks_how_they_are()
        self.they_come_back_and_change_their_mind()
        self.a_child_is_in_danger()
        self.a_mother_asks_by_herself()
        self.a_teacher_fears_for_a_child()
        self.something_is_missing_and_is_answered()
        self.a_partner_is_asked_for_their_view()
        self.a_manager_signs_a_decision_off()
        self.somebody_looks_whether_all_are_decided_alike()
        self.the_authority_names_a_level()
        self.somebody_is_held_twice()
        self.an_analyst_reads_the_scorecard()
        self.a_manager_sees_who_carries_what()
        self.a_manager_asks_who_looked()
        self.somebody_opens_a_family_for_a_reason()
        self.figures_leave_with_their_purpose()
        self.next_years_figures_come_in()
        self.the_offer_is_looked_at_as_a_whole()
        self.a_quarterly_report_is_made()
        self.the_authority_picks_its_measures()
        self.a_trajectory_is_planned()
        self.the_next_report_begins_with_what_was_promised()
        self.somebody_sets_up_a_second_step()
        self.somebody_chooses_how_they_are_told()
        self.somebody_is_on_leave()
        self.everything_is_handed_over()
        self.somebody_leaves()
        self.the_authority_sets_a_clock()
        self.records_are_kept_and_held()
        self.the_practice_changes()
        self.records_are_disposed_of()

    def tell_the_line(self) -> None:
        """Only the straight line, from the front door to the last check-in and back."""
        self.a_school_asks_for_help()
        self.the_people_are_matched_and_it_is_decided(simply=True)
        self.the_manager_gives_it_to_a_key_worker()
        self.the_family_says_yes()
        self.the_assessment_is_written()
        self.the_plan_is_written_and_agreed()
        self.the_team_looks_again()
        self.notes_are_written()
        self.supervision_is_held()
        self.something_important_happens()
        self.a_contributor_joins_and_leaves()
        self.a_partner_leads_for_a_while()
        self.it_steps_up()
        self.it_steps_down(simply=True)
        self.it_closes()
        self.somebody_asks_how_they_are()
        self.they_come_back_and_change_their_mind()
        self.an_analyst_reads_the_scorecard()
