using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Rights, quantities, names and references that are mistakes, each with one message.</summary>
public class MistakeTests
{
    [Theory]
    [InlineData(
        "resources: {requests: {cpu: 1n}}",
        "resources.requests.cpu: Kubernetes counts CPU in thousandths of a core, and 1n is finer"
    )]
    [InlineData("resources: {requests: {cpu: 1500u}}", "resources.requests.cpu: Kubernetes counts CPU in thousandths")]
    [InlineData("resources: {limits: {cpu: 1e30}}", "resources.limits.cpu: no node has 1e30 cores; write cores as 2")]
    [InlineData("resources: {limits: {memory: 1e30}}", "resources.limits.memory: no node has 1e30 bytes; write it as 512Mi")]
    [InlineData(
        "resources: {limits: {memory: 512}}",
        "resources.limits.memory: 512 is less than 64Ki: a number without a unit counts bytes"
    )]
    [InlineData("security: {nonRoot: false}", "security.nonRoot: it has no effect, because the service runs as user 10001")]
    [InlineData(
        "security: {sysctls: {vm.swappiness: \"1\"}}",
        "security.sysctls[\"vm.swappiness\"]: 'vm.swappiness' is not a sysctl of a pod"
    )]
    public void AMistake_HasOneMessage(string settings, string expected) =>
        Assert.Contains(
            $"services.s.{expected}",
            Error($"services: {{s: {{image: a:1, port: 8080, {settings}}}}}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("services: {NAME: {image: a:1, port: 8080}}")]
    [InlineData("services: {NAME: {image: a:1, kind: cron, schedule: \"@daily\"}}")]
    [InlineData("services: {NAME: {image: a:1, kind: stateful, port: 8080}}")]
    [InlineData(
        "services: {NAME: {image: a:1, port: 8080, scaling: {max: 3, schedule: {a: {cron: \"@hourly\", min: 1}, b: {cron: \"@daily\", min: 2}}}}}"
    )]
    [InlineData("services: {s: {image: a:1, port: 8080, sidecars: {NAME: {image: a:1}}}}")]
    [InlineData("services: {s: {image: a:1, port: 8080, volumes: {NAME: {mount: /a}}}}")]
    [InlineData("namespace: NAME\nservices: {s: {image: a:1, port: 8080}}")]
    public void ANameOf300Characters_HasOneMessage(string settings)
    {
        var name = new string('a', 300);

        Assert.Contains($"'{name}'", Error(settings.Replace("NAME", name, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void ASystemNameOf300Characters_HasOneMessage() =>
        Assert.Contains("63 are allowed", Error("services: {s: {image: a:1, port: 8080}}", new string('a', 300)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{apiGroups: [\"\"], resources: [nodes], verbs: [get]}", "rules[0].resources[0]: nodes belong to the whole cluster")]
    [InlineData(
        "{apiGroups: [\"\"], resources: [pod], verbs: [get]}",
        "rules[0].resources[0]: there is no resource 'pod' in the core group; did you mean 'pods'?"
    )]
    [InlineData(
        "{apiGroups: [apps], resources: [pods], verbs: [get]}",
        "rules[0].resources[0]: there is no resource 'pods' in the group 'apps'"
    )]
    [InlineData("{apiGroups: [\"\"], resources: [pods], verbs: [read]}", "rules[0].verbs[0]: Kubernetes has no verb 'read'")]
    [InlineData(
        "{apiGroups: [\"\"], resources: [pods], verbs: [gett]}",
        "rules[0].verbs[0]: Kubernetes has no verb 'gett'; did you mean 'get'?"
    )]
    public void ARightWithoutEffect_CausesAWarning(string rule, string expected) =>
        Assert.Contains(Warnings($"serviceAccount: {{rules: [{rule}]}}"), warning =>
            warning.Contains($"services.s.serviceAccount.{expected}", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("{apiGroups: [\"\"], resources: [pods/log, \"*\"], verbs: [get, \"*\"]}")]
    [InlineData("{apiGroups: [example.com], resources: [things], verbs: [get]}")]
    [InlineData("{apiGroups: [\"*\"], resources: [nodes], verbs: [use]}")]
    public void AValidRight_CausesNoWarning(string rule) =>
        Assert.DoesNotContain(Warnings($"serviceAccount: {{rules: [{rule}]}}"), warning =>
            warning.Contains("serviceAccount.rules", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("command: [/app, \"$(NOPE)\"]", "command[1]: there is no variable 'NOPE', so the text '$(NOPE)' stays")]
    [InlineData(
        "args: [\"--level=$(LOG_LEVL)\"], env: {LOG_LEVEL: info}",
        "args[0]: there is no variable 'LOG_LEVL', so the text '$(LOG_LEVL)' stays; did you mean 'LOG_LEVEL'?"
    )]
    [InlineData("command: [sh, -c, \"run $(NOPE)\"]", "command[2]: there is no variable 'NOPE'")]
    [InlineData("command: [/app, \"$(nope)\"]", "command[1]: there is no variable 'nope'")]
    [InlineData("init: {i: {image: a:1, args: [\"$(NOPE)\"]}}", "init.i.args[0]: there is no variable 'NOPE'")]
    [InlineData(
        "versions: {canary: {tag: \"2\", weight: 10, args: [\"$(NOPE)\"]}}",
        "versions.canary.args[0]: there is no variable 'NOPE'"
    )]
    public void AnUnknownReferenceInACommand_CausesAWarning(string settings, string expected) =>
        Assert.Contains(Warnings(settings), warning => warning.Contains($"services.s.{expected}", StringComparison.Ordinal));

    [Theory]
    [InlineData("command: [/app, \"$(A)\", \"$$(NOPE)\", \"$(KUBERNETES_SERVICE_HOST)\"], env: {A: b}")]
    [InlineData("args: [\"$(SECRET)\"], envFrom: [{secret: keys}]")]
    [InlineData("command: [sh, -c, \"echo $(date) $(hostname -f)\"]")]
    [InlineData("args: [\"$(T_URL)\"], calls: [t]")]
    public void AKnownReferenceInACommand_CausesNoWarning(string settings) =>
        Assert.DoesNotContain(Warnings(settings), warning => warning.Contains("there is no variable", StringComparison.Ordinal));

    private static IEnumerable<string> Warnings(string settings) =>
        Load($"services: {{s: {{image: a:1, port: 8080, {settings}}}, t: {{image: a:1, port: 8080}}}}", "shop")
            .Warnings.Select(warning => warning.ToString());

    private static string Error(string settings, string name = "shop") =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings, name)).Errors).ToString();

    private static LoadedSettings Load(string settings, string name) =>
        SettingsLoader.Load(
            StackSources.Simulated($"name: {name}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n{settings}", "")
        );
}
