from liancun.contexts.bodies.web.forms.changes import (
    AddForm,
    EndForm,
    MoveForm,
    RecodeForm,
    RegistrationForm,
    RenameForm,
)
from liancun.contexts.bodies.web.forms.joints import DescribeForm, FoundForm, JoinForm, LeaveForm, RoleForm

__all__ = [
    "AddForm",
    "DescribeForm",
    "EndForm",
    "FoundForm",
    "JoinForm",
    "LeaveForm",
    "MoveForm",
    "RecodeForm",
    "RegistrationForm",
    "RenameForm",
    "RoleForm",
]
