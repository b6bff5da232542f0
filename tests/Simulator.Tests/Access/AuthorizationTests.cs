using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class AuthorizationTests
{
    private const string ReadPods = "{'apiGroups':[''],'resources':['pods','pods/log'],'verbs':['get','list']}";

    private readonly AccessCluster _cluster = new();

    [Theory]
    [InlineData(
        "GET",
        "/api/v1/namespaces/default/pods",
        "pods is forbidden: User \"ann\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
    )]
    [InlineData(
        "GET",
        "/api/v1/pods?watch=1",
        "pods is forbidden: User \"ann\" cannot watch resource \"pods\" in API group \"\" at the cluster scope"
    )]
    [InlineData(
        "GET",
        "/api/v1/namespaces/default/pods/x/log",
        "pods \"x\" is forbidden: User \"ann\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"default\""
    )]
    [InlineData(
        "GET",
        "/api/v1/namespaces/default",
        "namespaces \"default\" is forbidden: User \"ann\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"default\""
    )]
    [InlineData(
        "PUT",
        "/apis/apps/v1/namespaces/d/deployments/x/scale",
        "deployments.apps \"x\" is forbidden: User \"ann\" cannot update resource \"deployments/scale\" in API group \"apps\" in the namespace \"d\""
    )]
    [InlineData(
        "DELETE",
        "/apis/apps/v1/namespaces/d/deployments",
        "deployments.apps is forbidden: User \"ann\" cannot deletecollection resource \"deployments\" in API group \"apps\" in the namespace \"d\""
    )]
    [InlineData(
        "GET",
        "/api/v1/nodes?fieldSelector=metadata.name%3Dn",
        "nodes \"n\" is forbidden: User \"ann\" cannot list resource \"nodes\" in API group \"\" at the cluster scope"
    )]
    [InlineData("GET", "/metrics", "forbidden: User \"ann\" cannot get path \"/metrics\"")]
    [InlineData("POST", "/nothing<here>", "forbidden: User \"ann\" cannot post path \"/nothing&lt;here&gt;\"")]
    public async Task Request_UserWithoutPermission_IsForbidden(string method, string path, string message)
    {
        var response = await _cluster.As("ann", method, path);
        Assert.Equal((403, message), (response.Status, response.Message));
        Assert.Equal("Forbidden", response.Body.Text("reason"));
        Assert.True(response.Body.ContainsKey("details"));
    }

    [Fact]
    public async Task Request_UserWithRole_IsAllowedInItsNamespaceOnly()
    {
        await _cluster.Grant("ann", ReadPods, "default");
        Assert.Equal(200, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/pods")).Status);
        Assert.Equal(403, (await _cluster.As("ann", "GET", "/api/v1/namespaces/kube-system/pods")).Status);
        Assert.Equal(403, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/pods?watch=true")).Status);
        Assert.Equal(404, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/pods/absent/log")).Status);
    }

    [Fact]
    public async Task Request_RuleWithResourceNames_AllowsOnlyThose()
    {
        await _cluster.Grant("ann", "{'apiGroups':['*'],'resources':['configmaps'],'resourceNames':['own'],'verbs':['*']}", "default");
        Assert.Equal(404, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/configmaps/own")).Status);
        Assert.Equal(403, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/configmaps/other")).Status);
        Assert.Equal(403, (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/configmaps")).Status);
        Assert.Equal(
            403,
            (await _cluster.As("ann", "POST", "/api/v1/namespaces/default/configmaps", "{'metadata':{'name':'own'}}")).Status
        );
        Assert.Equal(
            200,
            (await _cluster.As("ann", "GET", "/api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3Down")).Status
        );
    }

    [Fact]
    public async Task Apply_OfNewObject_NeedsTheVerbCreate()
    {
        await _cluster.Grant("ann", "{'apiGroups':[''],'resources':['configmaps'],'verbs':['patch']}", "default");
        var response = await _cluster.Send(
            "PATCH",
            "/api/v1/namespaces/default/configmaps/c?fieldManager=f",
            "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c'}}",
            [("Authorization", "Bearer administrator"), ("Impersonate-User", "ann"), ("Content-Type", "application/apply-patch+yaml")]
        );
        Assert.Equal(
            "configmaps \"c\" is forbidden: User \"ann\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"default\"",
            response.Message
        );
    }

    [Fact]
    public async Task Request_BindingOfAbsentRole_IsNamedInTheRefusal()
    {
        await _cluster.AsAdministrator(
            "POST",
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            "{'metadata':{'name':'b'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'absent'},'subjects':[{'kind':'User','name':'ann'}]}"
        );
        var response = await _cluster.As("ann", "GET", "/api/v1/nodes");
        Assert.EndsWith(
            "at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io \"absent\" not found",
            response.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/version", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/healthz/ping", 403)]
    [InlineData("/api", 403)]
    [InlineData("/apis/apps/v1", 403)]
    public async Task Request_WithoutCredentials_IsAnonymous(string path, int status)
    {
        var response = await _cluster.Send("GET", path, null, []);
        Assert.Equal(status, response.Status);
        if (status == 403)
        {
            Assert.Equal($"forbidden: User \"system:anonymous\" cannot get path \"{path}\"", response.Message);
            Assert.Equal(200, (await _cluster.As("ann", "GET", path == "/healthz/ping" ? "/healthz" : path)).Status);
        }
    }

    [Fact]
    public async Task Request_UnknownToken_IsUnauthorized()
    {
        var response = await _cluster.WithToken("unknown", "GET", "/version");
        Assert.Equal(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}",
            response.Body.ToJsonString()
        );
    }
}
