namespace Infra.Tests.Workloads;

/// <summary>The security contexts of pods and containers.</summary>
public class PodSecurityTests
{
    private const string Pod = "spec.template.spec.securityContext";

    [Fact]
    public async Task Settings_BecomeTheContextsOfPodAndContainer()
    {
        var api = await Deploy(
            "user: 991, group: 992, fsGroup: 993, supplementalGroups: [44, 45], seccomp: localhost/audit.json, appArmor: localhost/api, "
                + "sysctls: {net.ipv4.ip_unprivileged_port_start: 0}, capabilities: [NET_BIND_SERVICE]"
        );

        Assert.Equal((991d, 992d, 993d), (api[$"{Pod}.runAsUser"], api[$"{Pod}.runAsGroup"], api[$"{Pod}.fsGroup"]));
        Assert.Equal((44d, 45d), (api[$"{Pod}.supplementalGroups[0]"], api[$"{Pod}.supplementalGroups[1]"]));
        Assert.Equal(("Localhost", "audit.json"), (api[$"{Pod}.seccompProfile.type"], api[$"{Pod}.seccompProfile.localhostProfile"]));
        Assert.Equal(("Localhost", "api"), (api[$"{Pod}.appArmorProfile.type"], api[$"{Pod}.appArmorProfile.localhostProfile"]));
        Assert.Equal(("net.ipv4.ip_unprivileged_port_start", "0"), (api[$"{Pod}.sysctls[0].name"], api[$"{Pod}.sysctls[0].value"]));
        Assert.Equal("audit.json", api.Container["securityContext.seccompProfile.localhostProfile"]);
        Assert.Equal(
            ("ALL", "NET_BIND_SERVICE"),
            (api.Container["securityContext.capabilities.drop[0]"], api.Container["securityContext.capabilities.add[0]"])
        );
        Assert.Null(api.Container["securityContext.runAsUser"]);
    }

    [Fact]
    public async Task TheUserOfTheImage_IsNotSet_AndVolumesKeepAGroup()
    {
        var api = await Deploy("user: image");

        Assert.Null(api[$"{Pod}.runAsUser"]);
        Assert.Null(api[$"{Pod}.runAsGroup"]);
        Assert.Equal((true, 10001d), (api[$"{Pod}.runAsNonRoot"], api[$"{Pod}.fsGroup"]));
    }

    [Fact]
    public async Task Root_IsNotHeldToRunAsNonRoot_ButDropsItsCapabilities()
    {
        var api = await Deploy("user: 0, allowPrivilegeEscalation: true", "podSecurity: baseline");

        Assert.Equal((0d, 0d, 0d), (api[$"{Pod}.runAsUser"], api[$"{Pod}.runAsGroup"], api[$"{Pod}.fsGroup"]));
        Assert.Equal((false, false), (api[$"{Pod}.runAsNonRoot"], api.Container["securityContext.runAsNonRoot"]));
        Assert.Equal(true, api.Container["securityContext.allowPrivilegeEscalation"]);
        Assert.Equal("ALL", api.Container["securityContext.capabilities.drop[0]"]);
    }

    [Fact]
    public async Task APrivilegedContainer_MayGainPrivileges()
    {
        var api = await Deploy("privileged: true, writableRoot: true", "podSecurity: privileged");

        Assert.Equal(true, api.Container["securityContext.privileged"]);
        Assert.Equal(true, api.Container["securityContext.allowPrivilegeEscalation"]);
    }

    [Fact]
    public async Task AWritableRoot_NeedsNoVolumeAtTmp()
    {
        var api = await Deploy("writableRoot: true");

        Assert.Equal(false, api.Container["securityContext.readOnlyRootFilesystem"]);
        Assert.Null(api.Container["volumeMounts[0]"]);
        Assert.Null(api["spec.template.spec.volumes[0]"]);
    }

    [Fact]
    public async Task ASidecar_InheritsTheUser_ButNotThePrivileges()
    {
        var api = (
            await RecordedPlan.ForServices(
                "api: {image: \"a:1\", port: 8080, security: {user: 0, writableRoot: true, capabilities: [CHOWN], seccomp: localhost/a.json}, "
                    + "sidecars: {plain: {image: \"b:1\"}, own: {image: \"c:1\", security: {user: 5, appArmor: runtimeDefault}}}}",
                "podSecurity: baseline"
            )
        ).Get("Deployment", "api");

        var (plain, own) = (
            new Inputs(api["spec.template.spec.initContainers[0]"]),
            new Inputs(api["spec.template.spec.initContainers[1]"])
        );
        Assert.Null(plain["securityContext.runAsUser"]);
        Assert.Null(plain["securityContext.capabilities.add"]);
        Assert.Equal(
            (false, true, "a.json"),
            (
                plain["securityContext.runAsNonRoot"],
                plain["securityContext.readOnlyRootFilesystem"],
                plain["securityContext.seccompProfile.localhostProfile"]
            )
        );
        Assert.Equal("/tmp", plain["volumeMounts[0].mountPath"]);
        Assert.Null(api.Container["volumeMounts[0]"]);
        Assert.Equal(
            (5d, 5d, true, "RuntimeDefault"),
            (
                own["securityContext.runAsUser"],
                own["securityContext.runAsGroup"],
                own["securityContext.runAsNonRoot"],
                own["securityContext.appArmorProfile.type"]
            )
        );
    }

    [Fact]
    public async Task ASidecarWithTheUserOfItsImage_LeavesThePodWithoutUser()
    {
        var api = (
            await RecordedPlan.ForServices("api: {image: \"a:1\", port: 8080, sidecars: {s: {image: \"b:1\", security: {user: image}}}}")
        ).Get("Deployment", "api");

        Assert.Null(api[$"{Pod}.runAsUser"]);
        Assert.Null(api["spec.template.spec.initContainers[0].securityContext.runAsUser"]);
        Assert.Equal((10001d, 10001d), (api.Container["securityContext.runAsUser"], api.Container["securityContext.runAsGroup"]));
    }

    [Theory]
    [InlineData("restricted")]
    [InlineData("baseline")]
    [InlineData("privileged")]
    public async Task TheNamespace_EnforcesTheLevel_AndWarnsOfWhatIsNotRestricted(string level)
    {
        var created = (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 8080}", $"podSecurity: {level}")).Get(
            "Namespace",
            "shop"
        );

        Assert.Equal(
            (level, "restricted", "restricted"),
            (
                created["metadata.labels.'pod-security.kubernetes.io/enforce'"],
                created["metadata.labels.'pod-security.kubernetes.io/warn'"],
                created["metadata.labels.'pod-security.kubernetes.io/audit'"]
            )
        );
    }

    [Fact]
    public async Task InANamespaceWithLowerLevel_OtherServicesStayRestricted()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 8080}\nroot: {image: \"b:1\", port: 8080, security: {user: 0}}",
            "podSecurity: baseline"
        );

        Assert.Equal(true, plan.Get("Deployment", "api")[$"{Pod}.runAsNonRoot"]);
        Assert.Equal(10001d, plan.Get("Deployment", "api")[$"{Pod}.runAsUser"]);
    }

    private static async Task<Inputs> Deploy(string security, string stack = "") =>
        (await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 8080, security: {{{security}}}}}", stack)).Get("Deployment", "api");
}
