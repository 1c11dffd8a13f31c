"""A question as somebody writes it with the azure-devops package: what the service cannot filter is filtered here, from as
many builds as one page may have, because get_builds does not give the continuation token back."""

import json
import os

from azure.devops.connection import Connection
from msrest.authentication import BasicAuthentication

env = os.environ
question = json.loads(env["QUESTION"])
connection = Connection(base_url=env["ORGANIZATION"], creds=BasicAuthentication("", env["TOKEN"]))
client = connection.clients.get_build_client()


def listed(text):
    return [item.strip() for item in text.split(",") if item.strip()]


commit = question.get("commit")
branch = question.get("branch", "")
glob = "refs/heads/" + branch.split("*")[0] if "*" in branch else None
top = int(question.get("top", 50))
per_pipeline = 1 if "require-result" in question or "max-builds-per-pipeline" in question else None


def find(project):
    ids = [one.id for name in listed(question.get("pipelines", "")) for one in client.get_definitions(project, name=name)]
    return client.get_builds(
        project,
        definitions=ids or None,
        branch_name="refs/heads/" + branch if branch and glob is None else None,
        status_filter="completed" if "result" in question or per_pipeline else None,
        result_filter=question.get("result"),
        max_builds_per_definition=per_pipeline,
        top=5000 if commit or glob else top,
        query_order="queueTimeDescending",
    )


if question["project"] == "*":
    projects = [one.name for one in connection.clients.get_core_client().get_projects()]
else:
    projects = listed(question["project"])
found = [build for project in projects for build in find(project)]
matching = [
    build
    for build in found
    if (build.source_version == commit if commit else build.source_branch.startswith(glob or ""))
]
matching.sort(key=lambda build: build.queue_time, reverse=True)
print(f"{len(matching[:top])} builds")
