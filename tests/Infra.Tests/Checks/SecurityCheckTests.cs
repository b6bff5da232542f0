using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Users, privileges and profiles: valid values, the Pod Security Standard of the stack, and ports that need privileges.</summary>
public class SecurityCheckTests
{
    private const string Port = "net.ipv4.ip_unprivileged_port_start";

    [Theory]
    [InlineData("{capabilities: [CAP_CHOWN]}", "capabilities[0]: there is no capability 'CAP_CHOWN'; write CHOWN")]
    [InlineData("{capabilities: [net_bind_service]}", "capabilities[0]: there is no capability 'net_bind_service'; write NET_BIND_SERVICE")]
    [InlineData("{capabilities: [SYS_ADMINN]}", "capabilities[0]: there is no capability 'SYS_ADMINN'; did you mean 'SYS_ADMIN'?")]
    [InlineData("{capabilities: [ALL]}", "capabilities[0]: all capabilities are dropped before some are added")]
    [InlineData("{user: root}", "user: 'root' is not a user ID or 'image'; write it as 1000 or image")]
    [InlineData("{user: -1}", "user: -1 is not a user ID or 'image'")]
    [InlineData("{group: -1}", "group: -1 is out of range; write a number from 0 to 2147483647")]
    [InlineData("{supplementalGroups: [44, -1]}", "supplementalGroups[1]: -1 is not a group ID")]
    [InlineData("{user: 0, nonRoot: true}", "nonRoot: user 0 is root, so the kubelet would never start it")]
    [InlineData("{nonRoot: false}", "nonRoot: it has no effect, because the service runs as user 10001")]
    [InlineData("{sysctls: {vm.swappiness: \"1\"}}", "sysctls[\"vm.swappiness\"]: 'vm.swappiness' is not a sysctl of a pod")]
    [InlineData("{sysctls: {" + Port + ": low}}", "sysctls[\"" + Port + "\"]: 'low' is not a port")]
    [InlineData("{seccomp: none}", "seccomp: 'none' is not a profile")]
    [InlineData("{seccomp: localhost/../x.json}", "seccomp: '../x.json' is not below the kubelet's folder of profiles")]
    [InlineData("{privileged: true, allowPrivilegeEscalation: false}", "allowPrivilegeEscalation: a privileged container may always gain")]
    [InlineData("{privileged: true, capabilities: [CHOWN]}", "capabilities: a privileged container has all capabilities")]
    [InlineData("{privileged: true, seccomp: runtimeDefault}", "seccomp: a privileged container runs without a seccomp profile")]
    public void AnInvalidSetting_IsRejectedWithItsCure(string security, string expected) =>
        Assert.Contains($"services.s.security.{expected}", Assert.Single(Errors(security, "privileged")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{user: 0}", "user", "the service runs as root", "baseline")]
    [InlineData("{user: image, nonRoot: false}", "nonRoot", "the service may run as root", "baseline")]
    [InlineData("{allowPrivilegeEscalation: true}", "allowPrivilegeEscalation", "the service may gain privileges", "baseline")]
    [InlineData("{user: 0, capabilities: [CHOWN]}", "capabilities[0]", "the service adds the capability CHOWN", "baseline")]
    [InlineData("{user: 0, capabilities: [SYS_ADMIN]}", "capabilities[0]", "the service adds the capability SYS_ADMIN", "privileged")]
    [InlineData("{seccomp: unconfined}", "seccomp", "the service runs without a seccomp profile", "privileged")]
    [InlineData("{appArmor: unconfined}", "appArmor", "the service runs without an AppArmor profile", "privileged")]
    [InlineData(
        "{sysctls: {net.core.somaxconn: 1024}}",
        "sysctls[\"net.core.somaxconn\"]",
        "the sysctl 'net.core.somaxconn'",
        "privileged"
    )]
    [InlineData("{privileged: true}", "privileged", "the service has the privileges of the node's root", "privileged")]
    public void ADeviation_NeedsItsLevel_AndIsAWarningWhereTheStackAllowsIt(string security, string setting, string what, string level)
    {
        var below = level == "privileged" ? "baseline" : "restricted";

        var refused = Assert.Single(Errors(security, below), error => error.Contains($".{setting}: ", StringComparison.Ordinal));
        Assert.Contains($"services.s.security.{setting}: {what}", refused, StringComparison.Ordinal);
        Assert.Contains(
            $"needs the Pod Security Standard '{level}', and the namespace enforces '{below}'",
            refused,
            StringComparison.Ordinal
        );
        Assert.Contains($"write 'podSecurity: {level}' for the stack", refused, StringComparison.Ordinal);

        var warned = Assert.Single(Warnings(security, level), warning => warning.Contains($".{setting}: ", StringComparison.Ordinal));
        Assert.Contains($"{what}", warned, StringComparison.Ordinal);
        Assert.Contains("the stack allows it", warned, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{user: 991, group: 992, fsGroup: 993, supplementalGroups: [44], writableRoot: true}")]
    [InlineData("{user: image}")]
    [InlineData("{seccomp: localhost/profiles/audit.json, appArmor: localhost/k8s-nginx}")]
    [InlineData("{sysctls: {net.ipv4.tcp_keepalive_time: 600}}")]
    public void WhatRestrictedAllows_CausesNoWarning(string security) => Assert.Empty(Warnings(security, "restricted"));

    [Fact]
    public void ASidecar_IsReportedAtItsOwnSetting()
    {
        var error = Assert.Single(
            Assert
                .Throws<InvalidSettingsException>(() =>
                    Load("image: a:1, port: 8080, sidecars: {proxy: {image: b:1, security: {user: 0}}}", "restricted")
                )
                .Errors
        );

        Assert.Contains(
            "services.s.sidecars.proxy.security.user: the sidecar 'proxy' runs as root",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("port: 80", "may not listen on a port below 1024 as user 10001")]
    [InlineData("port: 80, security: {user: image}", "as the image's user, which is not root")]
    [InlineData("port: 443, security: {sysctls: {" + Port + ": \"500\"}}", "may not listen on a port below 1024")]
    [InlineData("port: 80, security: {user: 0}", "without the capability NET_BIND_SERVICE, which is dropped for root too")]
    [InlineData("port: 80, security: {capabilities: [NET_BIND_SERVICE]}", "may not listen on a port below 1024 as user 10001")]
    [InlineData("port: 80, security: {user: 0, capabilities: [NET_BIND_SERVICE]}", null)]
    [InlineData("port: 80, security: {capabilities: [NET_BIND_SERVICE], allowPrivilegeEscalation: true}", null)]
    [InlineData("port: 80, security: {sysctls: {" + Port + ": \"80\"}}", null)]
    [InlineData("port: 8080, sidecars: {p: {image: b:1, port: 81}}", "the sidecar 'p' may not listen on a port below 1024")]
    [InlineData("port: 8080, sidecars: {p: {image: b:1, port: 81}}, security: {sysctls: {" + Port + ": 0}}", null)]
    public void APortThatNeedsPrivileges_CausesAWarningWithWhatIsNeeded(string settings, string? expected)
    {
        var warnings = Load($"image: a:1, {settings}", "baseline").Warnings.Select(warning => warning.ToString());

        var ofPort = warnings.Where(warning => warning.Contains("port: ", StringComparison.Ordinal)).ToList();
        if (expected is null)
        {
            Assert.Empty(ofPort);
        }
        else
        {
            var warning = Assert.Single(ofPort);
            Assert.Contains(expected, warning, StringComparison.Ordinal);
            Assert.Contains(Port, warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CapabilitiesOfAUserOtherThanRoot_CauseAWarning() =>
        Assert.Contains(
            "services.s.security.capabilities: they have no effect for user 10001",
            Assert.Single(Warnings("{capabilities: [NET_BIND_SERVICE]}", "restricted")),
            StringComparison.Ordinal
        );

    private static IEnumerable<string> Errors(string security, string level) =>
        Assert
            .Throws<InvalidSettingsException>(() => Load($"image: a:1, port: 8080, security: {security}", level))
            .Errors.Select(error => error.ToString());

    private static IEnumerable<string> Warnings(string security, string level) =>
        Load($"image: a:1, port: 8080, security: {security}", level).Warnings.Select(warning => warning.ToString());

    private static LoadedSettings Load(string service, string level) =>
        SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\npodSecurity: {level}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\nservices: {{s: {{{service}}}}}",
                ""
            )
        );
}
