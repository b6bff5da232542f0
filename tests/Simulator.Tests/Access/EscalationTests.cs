namespace Infra.Simulator.Tests.Access;

public sealed class EscalationTests
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Roles = "{'apiGroups':['rbac.authorization.k8s.io'],'resources':['*'],'verbs':['get','create','update','patch']}";
    private const string Head =
        "user \"ann\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n";

    private readonly AccessCluster _cluster = new();

    [Fact]
    public async Task CreateRole_WithRulesTheUserDoesNotHave_ListsThemCompacted()
    {
        await _cluster.Grant("ann", Roles, "default");
        var response = await _cluster.As(
            "ann",
            "POST",
            $"{Rbac}/namespaces/default/roles",
            "{'metadata':{'name':'r'},'rules':[{'apiGroups':['','apps'],'resources':['pods'],'verbs':['get','list']},"
                + "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['a','b'],'verbs':['get']},"
                + "{'apiGroups':['rbac.authorization.k8s.io'],'resources':['roles'],'verbs':['get']}]}"
        );
        Assert.Equal(
            $"roles.rbac.authorization.k8s.io \"r\" is forbidden: {Head}"
                + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"a\"], Verbs:[\"get\"]}\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"b\"], Verbs:[\"get\"]}\n"
                + "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}",
            response.Message
        );
    }

    [Fact]
    public async Task CreateBinding_OfRoleTheUserDoesNotHave_IsForbidden_UnlessItMayBindIt()
    {
        const string Binding =
            "{'metadata':{'name':'b'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'system:discovery'}}";
        await _cluster.Grant("ann", Roles);
        await _cluster.Grant("bea", Roles.Replace("'patch'", "'patch','bind'", StringComparison.Ordinal));
        await _cluster.AsAdministrator(
            "POST",
            $"{Rbac}/clusterroles",
            "{'metadata':{'name':'urls'},'rules':[{'nonResourceURLs':['/x/*'],'verbs':['get']}]}"
        );
        var own = await _cluster.As("ann", "POST", $"{Rbac}/clusterrolebindings", Binding);
        Assert.Equal(201, own.Status);
        var other = Binding.Replace("system:discovery", "urls", StringComparison.Ordinal);
        var refused = await _cluster.As("ann", "POST", $"{Rbac}/namespaces/default/rolebindings", other);
        Assert.Equal(
            $"rolebindings.rbac.authorization.k8s.io \"b\" is forbidden: {Head}{{NonResourceURLs:[\"/x/*\"], Verbs:[\"get\"]}}",
            refused.Message
        );
        Assert.Equal(201, (await _cluster.As("bea", "POST", $"{Rbac}/namespaces/default/rolebindings", other)).Status);
        var absent = Binding.Replace("system:discovery", "absent", StringComparison.Ordinal);
        Assert.Equal(
            "clusterroles.rbac.authorization.k8s.io \"absent\" not found",
            (await _cluster.As("ann", "POST", $"{Rbac}/namespaces/default/rolebindings", absent)).Message
        );
    }

    [Fact]
    public async Task UpdateRole_ByUserWithTheVerbEscalate_IsAllowed()
    {
        const string Change = "{'rules':[{'apiGroups':[''],'resources':['nodes'],'verbs':['*']}]}";
        await _cluster.AsAdministrator("POST", $"{Rbac}/clusterroles", "{'metadata':{'name':'r'}}");
        await _cluster.Grant("ann", Roles);
        await _cluster.Grant("bea", Roles.Replace("'patch'", "'patch','escalate'", StringComparison.Ordinal));
        Assert.Equal(403, (await _cluster.As("ann", "PATCH", $"{Rbac}/clusterroles/r", Change)).Status);
        Assert.Equal(200, (await _cluster.As("ann", "PATCH", $"{Rbac}/clusterroles/r", "{'metadata':{'finalizers':['a/b']}}")).Status);
        Assert.Equal(200, (await _cluster.As("bea", "PATCH", $"{Rbac}/clusterroles/r", Change)).Status);
    }

    [Fact]
    public async Task CreateClusterRole_WithAggregation_NeedsAllPermissions()
    {
        await _cluster.Grant("ann", Roles);
        var response = await _cluster.As(
            "ann",
            "POST",
            $"{Rbac}/clusterroles",
            "{'metadata':{'name':'r'},'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'a':'b'}}]}}"
        );
        Assert.Equal(
            "clusterroles.rbac.authorization.k8s.io \"r\" is forbidden: must have cluster-admin privileges to use the aggregationRule",
            response.Message
        );
    }
}
