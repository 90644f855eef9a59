"""For every room's tests: do at once what the job worker would do in a moment."""

import asyncio
import inspect

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


@pytest.fixture
def run_jobs(db):
    """`run_jobs()` does the jobs that are waiting, and those they lead to; it gives their names.

    A job that fails raises here, where the worker would try it again later.
    """
    done: set[int] = set()

    def run() -> list[str]:
        names = []
        while waiting := list(
            ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=done).order_by("-priority", "pk")
        ):
            for job in waiting:
                done.add(job.pk)
                names.append(job.task_name)
                answer = app.tasks[job.task_name].func(**job.args)
                if inspect.isawaitable(answer):
                    asyncio.run(answer)
        return names

    return run
