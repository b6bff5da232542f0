using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Affinities, spreading, tolerations and runtimes that Kubernetes rejects or ignores.</summary>
public class PlacementCheckTests
{
    [Theory]
    [InlineData("near: [{service: t, topology: bad key}]", "near[0].topology: 'bad key' is not a valid key of a label")]
    [InlineData("awayFrom: [{service: t, weight: 3}]", "awayFrom[0].weight: what is required has no weight")]
    [InlineData("near: [{service: t, weight: 101}]", "near[0].weight: 101 is out of range; write a number from 1 to 100")]
    [InlineData("near: [t], awayFrom: [{service: t, required: false}]", "awayFrom: 't' is in both 'near' and 'awayFrom'")]
    [InlineData("affinity: {required: [\"disk in (a\"]}", "affinity.required[0]: 'disk in (a' is not a label selector")]
    [InlineData("affinity: {required: [\"\"]}", "affinity.required[0]: '' is not a label selector")]
    [InlineData("affinity: {preferred: [\"cores > many\"]}", "affinity.preferred[0]: 'cores > many' is not a label selector")]
    [InlineData(
        "affinity: {requiredDuringSchedulingIgnoredDuringExecution: []}",
        "affinity.requiredDuringSchedulingIgnoredDuringExecution: there is no such setting; write 'required: …', a label selector for each term"
    )]
    [InlineData("spread: [{topology: a b}]", "spread[0].topology: 'a b' is not a valid key of a label")]
    [InlineData("spread: [{topology: rack, maxSkew: 0}]", "spread[0].maxSkew: 0 is out of range")]
    [InlineData("spread: [{topology: rack, minDomains: 2}]", "spread[0].minDomains: Kubernetes allows it only for pods that may stay")]
    [InlineData("spread: [{topology: rack}, {topology: rack, maxSkew: 2}]", "spread[1]: there is another rule for 'rack'")]
    [InlineData("spread: [{topology: rack, matchLabelKeys: [\"a b\"]}]", "spread[0].matchLabelKeys[0]: 'a b' is not a valid key")]
    [InlineData(
        "spread: [{topology: rack, matchLabelKeys: [app.kubernetes.io/name]}]",
        "spread[0].matchLabelKeys[0]: only pods of this service count already"
    )]
    [InlineData("zones: required, spread: [{topology: topology.kubernetes.io/zone}]", "zones: 'spread' has a rule of its own")]
    [InlineData("nodes: anywhere, spread: [{topology: kubernetes.io/hostname}]", "nodes: 'spread' has a rule of its own")]
    [InlineData("tolerations: [{}]", "tolerations[0]: an empty toleration tolerates every taint")]
    [InlineData("tolerations: [{value: a}]", "tolerations[0]: a toleration of every key compares no value")]
    [InlineData("tolerations: [{operator: equal}]", "tolerations[0]: a toleration of every key compares no value")]
    [InlineData("tolerations: [{key: a, operator: equal}]", "tolerations[0]: the operator 'equal' needs a value")]
    [InlineData("tolerations: [{key: a, operator: exists, value: b}]", "tolerations[0].value: the operator 'exists' compares no value")]
    [InlineData("tolerations: [{key: a, for: 30s}]", "tolerations[0].for: only pods that the effect 'noExecute' evicts can stay for 30s")]
    [InlineData("scheduler: My Scheduler", "scheduler: 'My Scheduler' is not a valid name of a scheduler")]
    public void AnInvalidPlacement_IsRejected(string placement, string expected) =>
        Assert.Contains(
            $"services.s.placement.{expected}",
            Error($"{{image: a:1, port: 80, placement: {{{placement}}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ADaemon_CannotBeSpread() =>
        Assert.Contains(
            "services.s.placement.spread: a daemon runs once on every node",
            Error("{image: a:1, kind: daemon, placement: {spread: [{topology: rack}]}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ZonesOfADaemon_CauseAWarning() =>
        Assert.Contains(Load("{image: a:1, kind: daemon, placement: {zones: required}}").Warnings, warning =>
            warning.ToString().Contains("services.s.placement.zones: a daemon runs once on every node", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("{overhead: {cpu: 1}}", "runtimes.kata.handler: this setting is missing")]
    [InlineData("{handler: kata, overhead: {memory: -1Gi}}", "runtimes.kata.overhead.memory: -1Gi is negative")]
    [InlineData("{handler: kata, labels: {a: \"b c\"}}", "runtimes.kata.labels.a: 'a: b c' is not a valid label")]
    [InlineData("{handler: kata, tolerations: [{key: a, for: 1s}]}", "runtimes.kata.tolerations[0].for: only pods")]
    public void AnInvalidRuntime_IsRejected(string runtime, string expected) =>
        Assert.Contains(expected, Error("{image: a:1, port: 80}", $"runtimes: {{kata: {runtime}}}"), StringComparison.Ordinal);

    private static string Error(string service, string stack = "") =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(service, stack)).Errors).ToString();

    private static LoadedSettings Load(string service, string stack = "") =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n{stack}\nservices: {{s: {service}, t: {{image: a:1, port: 80}}}}",
                ""
            )
        );
}
