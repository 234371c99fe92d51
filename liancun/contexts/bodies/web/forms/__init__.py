from liancun.contexts.bodies.web.forms.bodies import JoinForm, LeaveForm

__all__ = ["JoinForm", "LeaveForm"]
