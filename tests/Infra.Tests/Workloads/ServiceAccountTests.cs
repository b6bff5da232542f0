namespace Infra.Tests.Workloads;

/// <summary>The ServiceAccounts of services and their rights.</summary>
public class ServiceAccountTests
{
    private const string Rules =
        "rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get, list]}, {apiGroups: [apps], resources: [deployments], resourceNames: [api], verbs: [get]}]";

    [Fact]
    public async Task Rights_AreARoleBoundToTheAccount_WithAToken()
    {
        var plan = await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 8080, serviceAccount: {{{Rules}}}}}");

        var role = plan.Get("Role", "api");
        Assert.Equal(("", "pods", "list"), (role["rules[0].apiGroups[0]"], role["rules[0].resources[0]"], role["rules[0].verbs[1]"]));
        Assert.Null(role["rules[0].resourceNames"]);
        Assert.Equal("api", role["rules[1].resourceNames[0]"]);

        var binding = plan.Get("RoleBinding", "api");
        Assert.Equal(("Role", "api"), (binding["roleRef.kind"], binding["roleRef.name"]));
        Assert.Equal(
            ("ServiceAccount", "api", "shop"),
            (binding["subjects[0].kind"], binding["subjects[0].name"], binding["subjects[0].namespace"])
        );
        Assert.Equal(true, plan.Get("Deployment", "api")["spec.template.spec.automountServiceAccountToken"]);
    }

    [Fact]
    public async Task AToken_OpensThePortsOfTheApiServer()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 8080, serviceAccount: {token: true}}\nother: {image: \"a:1\", port: 8080}"
        );

        var egress = plan.Get("NetworkPolicy", "api").List("spec.egress");
        Assert.Equal([443d, 6443d], Assert.Single(egress).List("ports").Select(port => port["port"]));
        Assert.Null(plan.Get("NetworkPolicy", "other")["spec.egress"]);
        Assert.False(plan.Has("Role", "api"));
    }

    [Fact]
    public async Task AnExistingAccount_IsUsed_AndNotCreated()
    {
        var plan = await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 8080, serviceAccount: {{existing: vault, {Rules}}}}}");

        Assert.False(plan.Has("ServiceAccount", "api"));
        Assert.Equal("vault", plan.Get("Deployment", "api")["spec.template.spec.serviceAccountName"]);
        Assert.Equal("vault", plan.Get("RoleBinding", "api")["subjects[0].name"]);
    }

    [Fact]
    public async Task PullSecrets_AreThoseOfTheAccount()
    {
        var plan = await RecordedPlan.ForServices("api: {image: \"a:1\", port: 8080, serviceAccount: {pullSecrets: [partner]}}");

        Assert.Equal("partner", plan.Get("ServiceAccount", "api")["imagePullSecrets[0].name"]);
        Assert.Null(plan.Get("Deployment", "api")["spec.template.spec.imagePullSecrets"]);
    }

    [Fact]
    public async Task ThePods_AreCreatedAfterTheirRights()
    {
        var plan = await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 8080, serviceAccount: {{{Rules}}}}}");

        var order = plan.Registered.Select(resource => resource.Type![(resource.Type!.LastIndexOf(':') + 1)..]).ToList();
        Assert.True(order.IndexOf("RoleBinding") < order.IndexOf("Deployment"));
    }
}
