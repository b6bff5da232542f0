using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Hooks, names and devices that Kubernetes rejects or ignores.</summary>
public class PodCheckTests
{
    [Theory]
    [InlineData("workingDir: srv", "workingDir: 'srv' is not an absolute path")]
    [InlineData("terminationMessage: {path: end}", "terminationMessage.path: 'end' is not an absolute path")]
    [InlineData("terminationMessage: log", "terminationMessage: 'log' is not one of file, fallbackToLogsOnError")]
    [InlineData("lifecycle: {preStop: {}}", "lifecycle.preStop: the hook does nothing")]
    [InlineData("lifecycle: {preStop: {command: [a], sleep: 1s}}", "lifecycle.preStop: a hook has only one action")]
    [InlineData("lifecycle: {preStop: {path: drain}}", "lifecycle.preStop.path: 'drain' is not a valid path")]
    [InlineData("lifecycle: {preStop: {port: admin}}", "lifecycle.preStop.port: the pod has no port 'admin'")]
    [InlineData("lifecycle: {preStop: {sleep: 0s}}", "lifecycle.preStop.sleep: the resolution of hooks is one second")]
    [InlineData("lifecycle: {preStop: {sleep: 31s}}", "lifecycle.preStop.sleep: it is longer than the termination grace period of 30s")]
    [InlineData("lifecycle: {preStop: {exec: {}}}", "lifecycle.preStop.exec: there is no such setting; write 'command: …', as a list")]
    [InlineData("init: {a: {image: \"a:1\", lifecycle: {postStart: {sleep: 1s}}}}", "init.a.lifecycle.postStart: an init container runs")]
    [InlineData(
        "sidecars: {a: {image: \"a:1\", lifecycle: {preStop: {path: /}}}}",
        "sidecars.a.lifecycle.preStop: the container has no port"
    )]
    [InlineData("hostname: Mail.example", "hostname: 'Mail.example' is not a valid host name of a pod")]
    [InlineData("kind: stateful, hostname: mail", "hostname: the pods of a stateful service have their own names")]
    [InlineData("hostAliases: {db: [10.0.0.5]}", "hostAliases.db: 'db' is not an IP address; write the address first")]
    [InlineData("hostAliases: {10.0.5: [db]}", "hostAliases[\"10.0.5\"]: '10.0.5' is not an IP address")]
    [InlineData("hostAliases: {\"fe80::1%eth0\": [db]}", "hostAliases.fe80::1%eth0: 'fe80::1%eth0' is not an IP address")]
    [InlineData("hostAliases: {\"[::1]\": [db]}", "hostAliases[\"[::1]\"]: '[::1]' is not an IP address")]
    [InlineData(
        "lifecycle: {preStop: {path: /, headers: {a b: c}}}",
        "lifecycle.preStop.headers.a b: 'a b' is not a valid name of a header"
    )]
    [InlineData("hostAliases: {10.0.0.5: []}", "hostAliases[\"10.0.0.5\"]: the address has no host names")]
    [InlineData("hostAliases: {10.0.0.5: [a b]}", "hostAliases[\"10.0.0.5\"][0]: 'a b' is not a valid host name")]
    [InlineData("hostAliases: {10.0.0.5: db}", "hostAliases[\"10.0.0.5\"]: a list is expected here, not 'db'; write it as [a, b]")]
    [InlineData("dns: none", "dns: with the policy 'none' the pods have no name server")]
    [InlineData("dns: {nameservers: [ns1]}", "dns.nameservers[0]: 'ns1' is not an IP address")]
    [InlineData("dns: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3, 1.1.1.4]}", "dns.nameservers: these are 4 name servers")]
    [InlineData("dns: {nameservers: [\"fe80::1%eth0\"]}", "dns.nameservers[0]: 'fe80::1%eth0' is not an IP address")]
    [InlineData("dns: {searches: [\"a b\"]}", "dns.searches[0]: 'a b' is not a valid search domain")]
    [InlineData("dns: {searches: [a_.example]}", "dns.searches[0]: 'a_.example' is not a valid search domain")]
    [InlineData("dns: {options: {\"ndots:2\": \"\"}}", "dns.options.ndots:2: 'ndots:2' is not an option of resolv.conf")]
    [InlineData("resources: {extended: {gpu: 1}}", "resources.extended.gpu: 'gpu' is not the name of a device or of huge pages")]
    [InlineData(
        "resources: {extended: {kubernetes.io/x: 1}}",
        "resources.extended[\"kubernetes.io/x\"]: 'kubernetes.io/x' is not the name"
    )]
    [InlineData("resources: {extended: {nvidia.com/gpu: 500m}}", "resources.extended[\"nvidia.com/gpu\"]: 500m is not a number of devices")]
    [InlineData(
        "resources: {extended: {hugepages-2Mi: 3Mi}}",
        "resources.extended.hugepages-2Mi: 3Mi is not a multiple of the page size 2Mi"
    )]
    [InlineData(
        "resources: {limits: {nvidia.com/gpu: 1}}",
        "resources.limits[\"nvidia.com/gpu\"]: there is no such setting; write 'extended:"
    )]
    public void AnInvalidSetting_IsRejectedWithItsCure(string settings, string expected) =>
        Assert.Contains($"services.s.{expected}", Error(settings), StringComparison.Ordinal);

    [Fact]
    public void ACall_WithoutTheClustersDns_CausesAWarning() =>
        Assert.Contains(Load("dns: default, calls: [t]").Warnings, warning =>
            warning
                .ToString()
                .Contains("services.s.dns: the address of 't', which it calls, is a name of the cluster's DNS", StringComparison.Ordinal)
        );

    [Fact]
    public void SearchDomains_MayBeTheRoot_OrHaveUnderscores() =>
        Assert.Empty(Load("dns: {searches: [., _sip._tcp.a_b.example., corp.example]}").Warnings);

    [Fact]
    public void RootInAUserNamespace_IsRestricted() => Assert.Empty(Load("security: {user: 0, hostUsers: false}").Warnings);

    [Fact]
    public void AMissingPortOfAHook_IsNotReported_AfterAnInvalidPort() =>
        Assert.Contains("services.s.port", Error("port: x, lifecycle: {preStop: {path: /}}"), StringComparison.Ordinal);

    private static string Error(string settings) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings)).Errors).ToString();

    private static LoadedSettings Load(string settings)
    {
        var port = settings.StartsWith("port:", StringComparison.Ordinal) ? "" : "port: 8080, ";
        return SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\nservices: {{s: {{image: a:1, {port}{settings}}}, t: {{image: a:1, port: 8080}}}}",
                ""
            )
        );
    }
}
