using Infra.Backend.Monitoring.Configuration;
using Infra.Tests.Monitoring;
using Infra.Tests.Settings;

namespace Infra.Tests.Scaling;

/// <summary>Services that are scaled by the queue of a store, with KEDA and without.</summary>
public class QueueScalingTests
{
    private const string Keda = "faultTolerance: development\nkeda: true\n";

    private const string Adapter = "faultTolerance: development\nmonitoring: local\n";

    private const string Kafka = "stores: {events: {kind: kafka, topics: {orders: 12}}}";

    private const string Rabbit = "stores: {jobs: {kind: rabbitmq, database: shop}}";

    private const string Billing =
        "billing: {image: \"a:1\", kind: worker, uses: [events], scaling: {max: 12, queue: {store: events, topic: orders, lag: 100}}}";

    private const string Mailer =
        "mailer: {image: \"a:1\", kind: worker, uses: [jobs], scaling: {max: 9, queue: {store: jobs, name: mails, length: 20}}}";

    private static readonly string Sleeper = Mailer.Replace("max: 9", "min: 0, max: 9", StringComparison.Ordinal);

    [Fact]
    public async Task WithKeda_TheServiceHasAScaledObject_AndNoAutoscalerOfItsOwn()
    {
        var plan = await RecordedPlan.ForServices(Billing, Keda + Kafka);

        Assert.DoesNotContain(plan.Resources, resource => resource.Type!.EndsWith(":HorizontalPodAutoscaler", StringComparison.Ordinal));
        var scaled = plan.Get("ScaledObject", "billing");
        Assert.Equal(
            ("Deployment", "billing", 1d, 12d),
            (
                scaled["spec.scaleTargetRef.kind"],
                scaled["spec.scaleTargetRef.name"],
                scaled["spec.minReplicaCount"],
                scaled["spec.maxReplicaCount"]
            )
        );
        var trigger = Assert.Single(scaled.List("spec.triggers"));
        Assert.Equal(
            ("kafka", "events.shop.svc:9092", "billing", "orders", "100", null),
            (
                trigger["type"],
                trigger["metadata.bootstrapServers"],
                trigger["metadata.consumerGroup"],
                trigger["metadata.topic"],
                trigger["metadata.lagThreshold"],
                trigger["authenticationRef"]
            )
        );
        Assert.Null(plan.Get("Deployment", "billing")["spec.replicas"]);
        Assert.Equal("condition=Ready", scaled["metadata.annotations.'pulumi.com/waitFor'"]);
    }

    [Fact]
    public async Task WithKeda_TheCredentialsAreThoseOfTheService_AndStayInTheirSecret()
    {
        var plan = await RecordedPlan.ForServices(Mailer, Keda + Rabbit);

        var trigger = Assert.Single(plan.Get("ScaledObject", "mailer").List("spec.triggers"));
        Assert.Equal(("amqp://jobs.shop.svc:5672/shop", "mailer"), (trigger["metadata.host"], trigger["authenticationRef.name"]));
        Assert.Equal(
            [("username", "jobs-mailer", "username"), ("password", "jobs-mailer", "password")],
            plan.Get("TriggerAuthentication", "mailer")
                .List("spec.secretTargetRef")
                .Select(reference => (reference["parameter"], reference["name"], reference["key"]))
        );
    }

    private const string Both =
        "stores: {events: {kind: kafka, topics: {orders: 12}}, jobs: {kind: rabbitmq, database: shop}, mq: {kind: rabbitmq}}";

    private const string Reader = """
        reader:
          image: "a:1"
          kind: worker
          uses: [events, jobs, mq]
          scaling:
            min: 0
            max: 12
            queue:
              - {store: events, topic: orders, lag: 100}
              - {store: jobs, name: mails, length: 20, cooldown: 10m}
              - {store: jobs, name: texts, length: 30}
              - {store: mq, name: calls, length: 40}
        """;

    [Fact]
    public async Task WithKeda_SeveralQueues_AreTriggersOfOneObject_AndThoseOfAStoreShareItsCredentials()
    {
        var plan = await RecordedPlan.ForServices(Reader, Keda + Both);

        var scaled = plan.Get("ScaledObject", "reader");
        Assert.Equal(
            [("kafka", null, null), ("rabbitmq", "mails", "reader"), ("rabbitmq", "texts", "reader"), ("rabbitmq", "calls", "reader-mq")],
            scaled
                .List("spec.triggers")
                .Select(trigger => (trigger["type"], trigger["metadata.queueName"], trigger["authenticationRef.name"]))
        );
        Assert.Equal(600d, scaled["spec.cooldownPeriod"]);
        Assert.Equal("jobs-reader", plan.Get("TriggerAuthentication", "reader").List("spec.secretTargetRef")[0]["name"]);
        Assert.Equal("mq-reader", plan.Get("TriggerAuthentication", "reader-mq").List("spec.secretTargetRef")[0]["name"]);
        foreach (var store in new[] { "events", "jobs", "mq" })
        {
            Assert.Single(GuestsOf(plan, store));
        }
    }

    [Fact]
    public async Task WithoutKeda_SeveralQueues_AreMetricsOfOneAutoscaler()
    {
        var plan = await RecordedPlan.ForServices(Reader.Replace("min: 0", "min: 1", StringComparison.Ordinal), Adapter + Both);

        Assert.Equal(
            [
                ("store_topic_lag", null, "100"),
                ("store_queue_messages", "mails", "20"),
                ("store_queue_messages", "texts", "30"),
                ("store_queue_messages", "calls", "40"),
            ],
            plan.Get("HorizontalPodAutoscaler", "reader")
                .List("spec.metrics")
                .Select(metric =>
                    (
                        metric["external.metric.name"],
                        metric["external.metric.selector.matchLabels.queue"],
                        metric["external.target.averageValue"]
                    )
                )
        );
    }

    [Theory]
    [InlineData("container")]
    [InlineData("operator")]
    public async Task WithKeda_ItsOperatorReachesTheStoresOfTheQueues_AndNoOthers(string form)
    {
        var plan = await RecordedPlan.ForServices(
            $"{Mailer}\nother: {{image: \"a:1\", kind: worker, uses: [other-jobs]}}",
            $"{Keda}stores: {{jobs: {{kind: rabbitmq, form: {form}}}, other-jobs: {{kind: rabbitmq, form: {form}}}}}"
        );

        var guest = Assert.Single(GuestsOf(plan, "jobs"));
        Assert.Equal(
            ("keda", "keda-operator", 5672d),
            (
                guest["from[0].namespaceSelector.matchLabels.'kubernetes.io/metadata.name'"],
                guest["from[0].podSelector.matchLabels.app"],
                guest["ports[0].port"]
            )
        );
        Assert.Empty(GuestsOf(plan, "other-jobs"));
    }

    [Fact]
    public async Task ScaledToZero_TheServiceHasNoDisruptionBudget_AndIsLeftAtItsOldNumberByKeda()
    {
        var (sleeper, mailer) = (
            await RecordedPlan.ForServices(Sleeper, Keda + Rabbit),
            await RecordedPlan.ForServices(Mailer, Keda + Rabbit)
        );

        Assert.False(sleeper.Has("PodDisruptionBudget", "mailer"));
        Assert.True(mailer.Has("PodDisruptionBudget", "mailer"));
        var (zero, one) = (sleeper.Get("ScaledObject", "mailer"), mailer.Get("ScaledObject", "mailer"));
        Assert.Equal(
            (0d, 300d, true),
            (zero["spec.minReplicaCount"], zero["spec.cooldownPeriod"], zero["spec.advanced.restoreToOriginalReplicaCount"])
        );
        Assert.Equal(
            (1d, null, null),
            (one["spec.minReplicaCount"], one["spec.cooldownPeriod"], one["spec.advanced.restoreToOriginalReplicaCount"])
        );
    }

    [Fact]
    public async Task WithoutKeda_TheAutoscalerFollowsTheMetricOfTheMonitoring()
    {
        var plan = await RecordedPlan.ForServices(
            $"{Billing}\n{Mailer}",
            Adapter + "stores: {events: {kind: kafka, topics: {orders: 12}}, jobs: {kind: rabbitmq, database: shop}}"
        );

        Assert.DoesNotContain(plan.Resources, resource => resource.Type!.Contains("keda.sh", StringComparison.Ordinal));
        var topic = Assert.Single(plan.Get("HorizontalPodAutoscaler", "billing").List("spec.metrics"));
        Assert.Equal(
            ("External", "store_topic_lag", "100", "events", "billing", "orders"),
            (
                topic["type"],
                topic["external.metric.name"],
                topic["external.target.averageValue"],
                topic["external.metric.selector.matchLabels.store"],
                topic["external.metric.selector.matchLabels.consumergroup"],
                topic["external.metric.selector.matchLabels.topic"]
            )
        );
        var queue = Assert.Single(plan.Get("HorizontalPodAutoscaler", "mailer").List("spec.metrics"));
        Assert.Equal(
            ("store_queue_messages", "20", "jobs", "mails", "shop"),
            (
                queue["external.metric.name"],
                queue["external.target.averageValue"],
                queue["external.metric.selector.matchLabels.store"],
                queue["external.metric.selector.matchLabels.queue"],
                queue["external.metric.selector.matchLabels.vhost"]
            )
        );
        Assert.Equal(
            ["store_queue_messages", "store_topic_lag"],
            plan.Get("ClusterRole", "shop-dev-metrics-adapter-reader").List("rules[1].resources").Select(resource => resource.Value)
        );
    }

    [Fact]
    public void WithoutKeda_TheAdapterSumsThePartsOfAQueue()
    {
        var configuration = AdapterConfiguration.Create(
            StackMonitoring.CreatePlan(
                StackSources.Simulated(
                    $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\n{Adapter}{Kafka}\nservices: {{{Billing}}}",
                    ""
                )
            )
        );

        var rule = Assert.Single(configuration.ExternalRules);
        Assert.Equal("kafka_consumergroup_lag{namespace!=\"\",store!=\"\"}", rule.SeriesQuery);
        Assert.Equal(
            "sum(clamp_min(max by (store, consumergroup, topic, partition) (<<.Series>>{<<.LabelMatchers>>}), 0))",
            rule.MetricsQuery
        );
    }

    [Theory]
    [InlineData("monitoring: local", true)]
    [InlineData("monitoring: local\nkeda: true", false)]
    public void TheLengthsOfRabbitMqsQueues_AreScrapedForAutoscalersOnly(string stack, bool isScraped)
    {
        var plan = StackMonitoring.CreatePlan(
            StackSources.Simulated(
                "name: shop\nfaultTolerance: development\nsizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n"
                    + $"{stack}\n{Rabbit}\nservices: {{{Mailer}}}",
                ""
            )
        );

        var job = ScrapeJobs.Create(plan).SingleOrDefault(job => job.JobName == "store/jobs/queues");

        Assert.Equal(isScraped ? "/metrics/detailed" : null, job?.MetricsPath);
        Assert.Equal(isScraped ? ["queue_coarse_metrics"] : null, job?.Params?["family"]);
    }

    [Fact]
    public async Task WithKeda_AScheduleChangesTheScaledObject()
    {
        var plan = await RecordedPlan.ForServices(
            Mailer.Replace(
                "max: 9",
                "max: 9, schedule: {day: {cron: \"0 7 * * *\", min: 2}, night: {cron: \"0 19 * * *\", min: 0}}",
                StringComparison.Ordinal
            ),
            Keda + Rabbit
        );

        var arguments = plan.Get("CronJob", "mailer-min-night").List("spec.jobTemplate.spec.template.spec.containers")[0].List("args");
        Assert.Equal("scaledobjects.v1alpha1.keda.sh", arguments[1].Value);
        Assert.Equal("--patch={\"spec\":{\"minReplicaCount\":0}}", arguments[5].Value);
        var rule = Assert.Single(plan.Get("Role", "mailer-min").List("rules"));
        Assert.Equal(("keda.sh", "scaledobjects"), (rule["apiGroups[0]"], rule["resources[0]"]));
        Assert.False(plan.Has("PodDisruptionBudget", "mailer"));
    }

    private static IEnumerable<Inputs> GuestsOf(RecordedPlan plan, string store) =>
        plan.Get("NetworkPolicy", plan.Has("NetworkPolicy", store) ? store : $"{store}-servers")
            .List("spec.ingress")
            .Where(rule => rule["from[0].podSelector.matchLabels.app"] is not null);
}
