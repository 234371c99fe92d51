"""Papers as PDF and Word files, from templates that a county can replace.

A context declares a form (`declare`), hands its contents as plain data (`Told`) and gets a file (`printed`). The
templates lie in the playbooks: `common/forms/<form>.typ` and `.docx`, or the county's own of the same name.
"""

from liancun.framework.documents.checking import faults
from liancun.framework.documents.forms import COMMON, Form, declare, forms
from liancun.framework.documents.printing import Told, print_paper, printed, wanted

__all__ = ["COMMON", "Form", "Told", "declare", "faults", "forms", "print_paper", "printed", "wanted"]
