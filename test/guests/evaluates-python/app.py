import contextlib
import io

from componentize_py_types import Err
from wit_world import WitWorld as World


class WitWorld(World):
    def eval(self, expression: str) -> str:
        try:
            return repr(eval(expression, {}))
        except Exception as error:
            raise Err(f"{type(error).__name__}: {error}") from error

    def exec(self, statements: str) -> str:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(statements, {})
        except Exception as error:
            raise Err(f"{type(error).__name__}: {error}") from error
        return printed.getvalue()
