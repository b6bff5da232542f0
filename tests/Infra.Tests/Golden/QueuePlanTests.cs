using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Services that KEDA scales by the queues of stores of every form.</summary>
public class QueuePlanTests
{
    private const string Stores = """
        faultTolerance: development
        keda: {namespace: autoscaling}
        stores:
          events: {kind: kafka, form: operator, topics: {orders: 12}}
          clicks: {kind: kafka}
          jobs: {kind: rabbitmq, database: shop/eu}
          mails: {kind: rabbitmq, form: external, host: mq.example.com, secret: mails, keys: {username: user}}
          cache: {kind: valkey}
        """;

    private const string Services = """
        billing:
          image: ghcr.io/shop/billing:1.0.0
          kind: worker
          uses: [{store: events, dialects: [url]}]
          scaling: {min: 2, max: 12, cpu: 70, containers: {billing: {memory: 80}}, queue: {store: events, topic: orders, lag: 100}}
        counter:
          image: ghcr.io/shop/counter:1.0.0
          kind: stateful
          uses: [{store: clicks, dialects: [url]}]
          scaling: {max: 4, queue: {store: clicks, topic: clicks, group: counters, lag: 1000}}
        resizer:
          image: ghcr.io/shop/resizer:1.0.0
          kind: worker
          uses: [{store: jobs, dialects: [url]}]
          scaling: {min: 0, max: 9, behaviour: batch, queue: {store: jobs, name: pictures, length: 20, cooldown: 10m}}
        mailer:
          image: ghcr.io/shop/mailer:1.0.0
          kind: worker
          uses: [{store: mails, dialects: [url]}]
          scaling: {max: 9, queue: {store: mails, name: mails, length: 20}, schedule: {day: {cron: "0 7 * * *", min: 2}, night: {cron: "0 19 * * *", min: 0}}}
        indexer:
          image: ghcr.io/shop/indexer:1.0.0
          kind: worker
          uses: [{store: cache, dialects: [url]}]
          scaling: {max: 3, queue: {store: cache, list: changes, length: 50}}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile()
    {
        var plan = await RecordedPlan.ForServices(Services, Stores);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "queues.yaml"],
            GoldenPlan.Write(plan, IsOfScaling, (_, _, text) => text)
        );
    }

    [Fact]
    public async Task TheCustomResources_FollowTheDefinitionsOfTheirOperators() =>
        CustomResources.AssertValid(await RecordedPlan.ForServices(Services, Stores));

    private static bool IsOfScaling(MockResourceArgs resource) =>
        new[] { "ScaledObject", "TriggerAuthentication", "HorizontalPodAutoscaler", "PodDisruptionBudget", "CronJob", "Role" }.Any(kind =>
            resource.Type!.EndsWith($":{kind}", StringComparison.Ordinal)
        )
        || (
            resource.Type!.EndsWith(":NetworkPolicy", StringComparison.Ordinal)
            && resource.Name is "jobs" or "events-servers" or "clicks" or "cache"
        );
}
