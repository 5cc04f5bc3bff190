"""What people do: one deed, one function, one event. A deed never commits and never asks who may."""
