"""Drives every service of an AWS with boto3 and prints what it saw as one JSON document."""
import datetime
import hashlib
import io
import json
import sys
import zipfile

import boto3
from boto3.s3.transfer import TransferConfig

endpoint = sys.argv[1]
seen = {}


def client(name):
    return boto3.client(name, endpoint_url=endpoint, region_name="us-east-1")


def source(code):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("index.mjs", code)
    return archive.getvalue()


seen["account"] = client("sts").get_caller_identity()["Account"]

iam = client("iam")
trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
role = iam.create_role(RoleName="tour", AssumeRolePolicyDocument=json.dumps(trust), Tags=[{"Key": "a", "Value": "b"}])
allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}]}
iam.put_role_policy(RoleName="tour", PolicyName="inline", PolicyDocument=json.dumps(allow))
seen["trust"] = iam.get_role(RoleName="tour")["Role"]["AssumeRolePolicyDocument"] == trust
seen["policies"] = iam.list_role_policies(RoleName="tour")["PolicyNames"]

s3 = client("s3")
s3.create_bucket(Bucket="tour-bucket")
s3.put_bucket_versioning(Bucket="tour-bucket", VersioningConfiguration={"Status": "Enabled"})
large = bytes(range(256)) * (12 * 4096)
s3.upload_fileobj(io.BytesIO(large), "tour-bucket", "large/a b+c%20ü.bin", Config=TransferConfig(multipart_chunksize=5 << 20))
back = io.BytesIO()
s3.download_fileobj("tour-bucket", "large/a b+c%20ü.bin", back)
seen["large"] = hashlib.sha256(back.getvalue()).digest() == hashlib.sha256(large).digest()
for number in range(5):
    s3.put_object(Bucket="tour-bucket", Key=f"many/{number}", Body=b"x" * number)
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="tour-bucket", Prefix="many/", PaginationConfig={"PageSize": 2})
seen["pages"] = [len(page["Contents"]) for page in pages]

dynamodb = client("dynamodb")
dynamodb.create_table(
    TableName="tour",
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
dynamodb.get_waiter("table_exists").wait(TableName="tour")
table = boto3.resource("dynamodb", endpoint_url=endpoint, region_name="us-east-1").Table("tour")
for number in range(30):
    table.put_item(Item={"id": str(number), "number": number, "blob": b"\x00\xff"})
seen["scanned"] = len(table.scan()["Items"])

lambda_ = client("lambda")
lambda_.create_function(
    FunctionName="tour",
    Role=role["Role"]["Arn"],
    Runtime="nodejs22.x",
    Handler="index.handler",
    Code={"ZipFile": source("export const handler = async (event) => { console.log('hello', event.who); return { who: event.who }; };")},
)
lambda_.get_waiter("function_active_v2").wait(FunctionName="tour")
logs = client("logs")
logs.create_log_group(logGroupName="/aws/lambda/tour")
answer = lambda_.invoke(FunctionName="tour", Payload=json.dumps({"who": "boto3"}))
seen["invoked"] = json.loads(answer["Payload"].read())
events = logs.filter_log_events(logGroupName="/aws/lambda/tour", filterPattern="hello")["events"]
seen["logged"] = [event["message"].rstrip().split("\t")[-1] for event in events]

cloudwatch = client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
cloudwatch.put_metric_data(
    Namespace="Tour", MetricData=[{"MetricName": "Things", "Value": value, "Unit": "Count", "Timestamp": now} for value in (1, 2, 3)]
)
statistics = cloudwatch.get_metric_statistics(
    Namespace="Tour",
    MetricName="Things",
    StartTime=now - datetime.timedelta(minutes=5),
    EndTime=now + datetime.timedelta(minutes=5),
    Period=600,
    Statistics=["Sum"],
)
seen["sum"] = sum(point["Sum"] for point in statistics["Datapoints"])

queue = client("sqs").create_queue(QueueName="tour")["QueueUrl"]
client("sqs").send_message(QueueUrl=queue, MessageBody="grüße")
seen["received"] = client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"]

topic = client("sns").create_topic(Name="tour")["TopicArn"]
seen["topics"] = [t["TopicArn"] for t in client("sns").list_topics()["Topics"]] == [topic]

apigateway = client("apigateway")
api = apigateway.create_rest_api(name="tour", endpointConfiguration={"types": ["REGIONAL"]})
seen["resources"] = [item["path"] for item in apigateway.get_resources(restApiId=api["id"])["items"]]

try:
    s3.get_object(Bucket="tour-bucket", Key="absent")
except s3.exceptions.NoSuchKey as error:
    seen["absent"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
try:
    iam.create_role(RoleName="tour", AssumeRolePolicyDocument=json.dumps(trust))
except iam.exceptions.EntityAlreadyExistsException as error:
    seen["again"] = error.response["Error"]["Code"]

print(json.dumps(seen))
