"""Tells the load script, in a header, how many queries a page asked."""

from django.db import connection


def count_queries(get_response):
    def middleware(request):
        asked = 0

        def count(execute, *arguments):
            nonlocal asked
            asked += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers["X-Queries"] = str(asked)
        return response

    return middleware
