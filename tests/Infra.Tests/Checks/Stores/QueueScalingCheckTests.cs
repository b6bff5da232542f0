using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks.Stores;

/// <summary>Queues that cannot be measured, or whose description does not suit their store, are reported with their cure.</summary>
public class QueueScalingCheckTests
{
    private const string Stores =
        "{events: {kind: kafka, topics: {orders: 4}}, jobs: {kind: rabbitmq}, cache: {kind: valkey}, db: {kind: postgres}, "
        + "mq: {kind: rabbitmq, form: external, host: mq.example.com, secret: mq}}";

    private const string Uses = "uses: [events, jobs, cache, db, {store: mq, dialects: [dotNet]}]";

    private const string Orders = "queue: {store: events, topic: orders, lag: 10}";

    private const string Mails = "queue: {store: jobs, name: mails, length: 10}";

    [Theory]
    [InlineData("queue: {store: event, topic: orders, lag: 10}", "queue.store: there is no store 'event'; did you mean 'events'?")]
    [InlineData("queue: {store: db, length: 10}", "queue.store: a store of the kind 'postgres' has no queues; name one of the kind kafka,")]
    [InlineData("queue: {store: events, lag: 10}", "queue: a queue in a store of the kind 'kafka' needs 'topic'; write 'topic: orders'")]
    [InlineData("queue: {store: events, topic: orders}", "queue: a queue in a store of the kind 'kafka' needs 'lag'; write 'lag: 100'")]
    [InlineData("queue: {store: events, topic: orders, lag: 0}", "queue.lag: 0 is out of range")]
    [InlineData(
        "queue: {store: events, topic: order, lag: 1}",
        "queue.topic: the store 'events' has no topic 'order'; did you mean 'orders'?"
    )]
    [InlineData("queue: {store: events, topic: \"a b\", lag: 1}", "queue.topic: 'a b' is not a name of a topic")]
    [InlineData(
        "queue: {store: events, topic: orders, lag: 1, length: 2}",
        "queue.length: 'length' has no meaning for a store of the kind"
    )]
    [InlineData(
        "queue: [{store: jobs, name: a, length: 1}, {store: event, topic: orders, lag: 10}]",
        "scaling.queue[1].store: there is no store 'event'; did you mean 'events'?"
    )]
    [InlineData(
        "queue: [{store: jobs, name: a, length: 1}, {store: jobs, name: a, length: 2}]",
        "scaling.queue[1]: the queue is listed twice; remove one"
    )]
    [InlineData("queue: [{store: jobs, name: a}]", "scaling.queue[0]: a queue in a store of the kind 'rabbitmq' needs 'length'")]
    [InlineData("queue: jobs", "scaling.queue: a mapping with settings is expected here, not 'jobs'")]
    [InlineData("queue: {store: jobs, length: 10}", "queue: a queue in a store of the kind 'rabbitmq' needs 'name'; write 'name: mails'")]
    [InlineData("queue: {store: jobs, name: mails}", "queue: a queue in a store of the kind 'rabbitmq' needs 'length'")]
    [InlineData("queue: {store: jobs, name: \"\", length: 1}", "queue.name: this is not a name; write 1 to 255 characters")]
    [InlineData("queue: {store: jobs, name: mails, length: 1, topic: a}", "queue.topic: 'topic' has no meaning for a store of the kind")]
    [InlineData("queue: {store: cache, name: mails, length: 1, list: x}", "queue.name: 'name' has no meaning for a store of the kind")]
    [InlineData("queue: {store: cache, length: 1}", "queue: a queue in a store of the kind 'valkey' needs 'list'; write 'list: mails'")]
    [InlineData("queue: {store: jobs, name: a, length: 1, cooldown: 2d}, min: 0", "queue.cooldown: this is longer than a day")]
    [InlineData($"{Orders}, pods: {{rps: 3}}", "scaling.pods: KEDA has no trigger for metrics of pods; remove it, or 'queue'")]
    [InlineData($"{Orders}, external: {{jobs: 3}}", "scaling.external: KEDA is the only server of external metrics in its cluster")]
    public void WithKeda_AnInvalidQueue_IsRejected(string scaling, string expected) =>
        Assert.Contains(expected, Error("keda: true", $"kind: worker, {Uses}, scaling: {{max: 4, {scaling}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("cache", "list: a, length: 1", "queue: only KEDA measures lists of a valkey store; write 'keda: true' at the top level")]
    [InlineData("mq", "name: a, length: 1", "queue: the monitoring does not measure the queues of the external store 'mq', but KEDA can")]
    public void WithoutKeda_AQueueThatTheMonitoringDoesNotMeasure_IsRejected(string store, string queue, string expected) =>
        Assert.Contains(
            expected,
            Error("monitoring: local", $"kind: worker, {Uses}, scaling: {{max: 4, queue: {{store: {store}, {queue}}}}}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("keda: false")]
    [InlineData("monitoring: off")]
    [InlineData("monitoring: {parts: {metricsAdapter: false}}")]
    public void WithoutAnybodyWhoMeasures_AQueueIsRejected(string stack) =>
        Assert.Contains(
            "scaling.queue: nothing measures the queue: the stack has neither KEDA nor a monitoring with the metrics adapter",
            Error(stack, $"kind: worker, {Uses}, scaling: {{max: 4, {Mails}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void WithoutKeda_AStoreWithoutMetrics_IsRejected() =>
        Assert.Contains(
            "scaling.queue: the monitoring does not measure the queues of 'jobs', whose metrics are off; remove 'metrics: false'",
            Error(
                "monitoring: local",
                $"kind: worker, {Uses}, scaling: {{max: 4, {Mails}}}",
                Stores.Replace("jobs: {kind: rabbitmq}", "jobs: {kind: rabbitmq, metrics: false}", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void AQueueOfAStore_ThatTheServiceDoesNotUse_IsRejected() =>
        Assert.Contains(
            "scaling.queue.store: the service does not use the store 'jobs'; write 'uses: [jobs]'",
            Error("keda: true", $"kind: worker, uses: [events, cache, db, mq], scaling: {{max: 4, {Mails}}}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "keda: true",
        "kind: worker",
        "cpu: 70",
        "scaling.min: without a pod there is no load to measure, so none would ever start"
    )]
    [InlineData(
        "monitoring: local",
        "kind: worker",
        Mails,
        "scaling.min: Kubernetes' own autoscaler does not start the first pod, but KEDA"
    )]
    [InlineData("keda: true", "port: 80", Mails, "scaling.min: the service receives requests, and no pod answers them while")]
    [InlineData(
        "keda: true",
        "kind: worker, disruptionBudget: {maxUnavailable: 1}",
        Mails,
        "disruptionBudget: a service that scales to zero"
    )]
    public void AMinimumOfZero_ThatNobodyRaises_IsRejected(string stack, string service, string scaling, string expected) =>
        Assert.Contains(expected, Error(stack, $"{service}, {Uses}, scaling: {{min: 0, max: 4, {scaling}}}"), StringComparison.Ordinal);

    [Fact]
    public void AScheduledMinimumOfZero_IsCheckedLikeTheMinimum() =>
        Assert.Contains(
            "scaling.schedule.night.min: without a pod there is no load to measure",
            Error(
                "keda: true",
                $"kind: worker, {Uses}, scaling: {{max: 4, schedule: {{day: {{cron: \"0 7 * * *\", min: 1}}, night: {{cron: \"0 19 * * *\", min: 0}}}}}}"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void AVersionOfTheService_NeedsAFixedNumber()
    {
        const string service = $"port: 80, {Uses}, scaling: {{max: 4, {Mails}}}, versions: {{canary: {{tag: \"2\", weight: 10VERSION}}}}";

        Assert.Contains(
            "versions.canary: a version would be scaled by the same queue as its service",
            Error("keda: true", service.Replace("VERSION", "", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.NotNull(Load("keda: true", service.Replace("VERSION", ", replicas: 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void MorePodsThanPartitions_CauseAWarning()
    {
        var warning = Warning($"kind: worker, {Uses}, scaling: {{max: 5, {Orders}}}");

        Assert.Contains(
            "scaling.max: the topic 'orders' has 4 partitions, and further pods would read none",
            warning,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ACooldown_OfAServiceThatKeepsItsPods_CausesAWarning() =>
        Assert.Contains(
            "queue.cooldown: it has no effect: the minimum is above 0",
            Warning($"kind: worker, {Uses}, scaling: {{max: 4, queue: {{store: jobs, name: a, length: 1, cooldown: 5m}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void AName_ThatKedaCannotExtend_IsRejected() =>
        Assert.Contains(
            "the name has 55 characters; KEDA adds 9, and 63 are allowed; shorten it to 54",
            Error(
                "keda: true",
                $"kind: worker, {Uses}}}, {new string('a', 55)}: {{image: a:1, kind: worker, uses: [jobs], scaling: {{max: 4, {Mails}}}"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void TheNamespaceOfKeda_IsChecked() =>
        Assert.Contains(
            "keda.namespace: 'My KEDA' is not a valid name of a namespace; write '",
            Error("keda: {namespace: My KEDA}", $"kind: worker, {Uses}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void TheLoadBalancer_HasNoQueue() =>
        Assert.Contains(
            "loadBalancing.scaling.queue: the load balancer uses no store; remove it",
            Error($"keda: true\nloadBalancing: {{backend: haproxy, scaling: {{max: 3, {Mails}}}}}", $"port: 80, {Uses}"),
            StringComparison.Ordinal
        );

    private static string Error(string stack, string service, string stores = Stores) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(stack, service, stores)).Errors).ToString();

    private static string Warning(string service) => Assert.Single(Load("keda: true", service).Warnings).ToString();

    private static LoadedSettings Load(string stack, string service, string stores = Stores) =>
        SettingsLoader.Load(
            StackSources.Simulated(
                "name: shop\nfaultTolerance: development\nsizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n"
                    + $"{stack}\nstores: {stores}\nservices: {{web: {{image: a:1, {service}}}}}",
                ""
            )
        );
}
