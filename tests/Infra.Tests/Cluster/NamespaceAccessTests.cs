namespace Infra.Tests.Cluster;

public class NamespaceAccessTests
{
    private const string Service = "s: {image: \"a:1\", port: 80, sidecars: {p: {image: \"b:1\", env: {LEVEL: debug, PORT: 9901}}}}";

    [Fact]
    public async Task Deployers_MayWriteWorkloads_ButNotRoles()
    {
        var plan = await RecordedPlan.ForServices(Service, "access: {deployers: [team-platform]}");

        var rules = plan.Get("Role", "deployer").List("rules");
        var binding = plan.Get("RoleBinding", "deployer");
        Assert.Contains(rules, rule => rule["apiGroups[0]"] is "apps" && rule["resources[0]"] is "deployments");
        Assert.DoesNotContain(rules, rule => rule["apiGroups[0]"] is "rbac.authorization.k8s.io" or "*");
        Assert.Equal(("Role", "deployer"), (binding["roleRef.kind"], binding["roleRef.name"]));
        Assert.Equal(("Group", "team-platform"), (binding["subjects[0].kind"], binding["subjects[0].name"]));
    }

    [Fact]
    public async Task Viewers_GetKubernetesRoleWithoutSecrets()
    {
        var plan = await RecordedPlan.ForServices(Service, "access: {viewers: [developers]}");

        Assert.Equal(
            ("ClusterRole", "view"),
            (plan.Get("RoleBinding", "viewer")["roleRef.kind"], plan.Get("RoleBinding", "viewer")["roleRef.name"])
        );
        Assert.False(plan.Has("Role", "deployer"));
    }

    [Fact]
    public async Task WithoutGroups_NoRoleIsBound() => Assert.False((await RecordedPlan.ForServices(Service)).Has("RoleBinding", "viewer"));

    [Fact]
    public async Task ASidecar_HasItsOwnVariables()
    {
        var sidecar = (await RecordedPlan.ForServices(Service)).Get("Deployment", "s");

        Assert.Equal(
            ("LEVEL", "debug"),
            (sidecar["spec.template.spec.initContainers[0].env[0].name"], sidecar["spec.template.spec.initContainers[0].env[0].value"])
        );
        Assert.Null(sidecar.Container["env"]);
    }
}
