from liancun.contexts.bodies.web.views.bodies import join, leave, record, register

__all__ = ["join", "leave", "record", "register"]
