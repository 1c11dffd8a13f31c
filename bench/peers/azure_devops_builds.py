"""The azure-devops package reads one page: its get_builds does not give the continuation token back."""

import json
import os

from azure.devops.connection import Connection
from msrest.authentication import BasicAuthentication

env = os.environ
connection = Connection(base_url=env["ORGANIZATION"], creds=BasicAuthentication("", env["TOKEN"]))
builds = connection.clients.get_build_client().get_builds(
    env["PROJECT"], status_filter="completed", top=int(env["TOP"]), query_order="queueTimeDescending"
)
with open(env["FILE"], "w", encoding="utf-8") as file:
    json.dump([build.as_dict() for build in builds], file)
print(f"{len(builds)} builds")
