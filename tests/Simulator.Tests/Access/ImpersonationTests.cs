using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class ImpersonationTests
{
    private const string WhoAmI = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private readonly AccessCluster _cluster = new();

    [Fact]
    public async Task Impersonate_UserWithAllDetails_ActsAsThatUser()
    {
        var response = await _cluster.AsAdministrator(
            "POST",
            WhoAmI,
            "{}",
            ("Impersonate-User", "ann"),
            ("Impersonate-Group", "b"),
            ("Impersonate-Group", "a"),
            ("Impersonate-Uid", "7"),
            ("Impersonate-Extra-Example.org%2fTeam", "blue")
        );
        Assert.Equal(
            "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"metadata\":{\"creationTimestamp\":\"2026-03-01T12:00:00Z\"},"
                + "\"status\":{\"userInfo\":{\"username\":\"ann\",\"uid\":\"7\",\"groups\":[\"b\",\"a\",\"system:authenticated\"],"
                + "\"extra\":{\"example.org/team\":[\"blue\"]}}}}",
            response.Body.ToJsonString()
        );
    }

    [Theory]
    [InlineData("system:serviceaccount:ns:sa", "system:serviceaccounts,system:serviceaccounts:ns,system:authenticated")]
    [InlineData("system:anonymous", "system:unauthenticated")]
    [InlineData("system:node:n", "system:nodes,system:authenticated")]
    public async Task Impersonate_KnownKindOfUser_HasItsGroups(string user, string groups)
    {
        await _cluster.AsAdministrator(
            "POST",
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            "{'metadata':{'name':'all'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'system:basic-user'},"
                + "'subjects':[{'kind':'Group','name':'system:unauthenticated'}]}"
        );
        var response = await _cluster.As(user, "POST", WhoAmI, "{}");
        Assert.Equal(groups, string.Join(",", response.Body.Array("status", "userInfo", "groups")!));
    }

    [Fact]
    public async Task Impersonate_WithoutPermission_IsForbiddenInTheTermsOfTheFirstMode()
    {
        var token = await Token();
        var response = await _cluster.Send(
            "GET",
            "/api/v1/nodes",
            null,
            [("Authorization", $"Bearer {token}"), ("Impersonate-User", "ann")]
        );
        Assert.Equal(
            "nodes is forbidden: User \"system:serviceaccount:default:robot\" cannot impersonate-on:user-info:list resource \"nodes\" in API group \"\" at the cluster scope",
            response.Message
        );
        await _cluster.Grant("x", "{'apiGroups':[''],'resources':['users'],'verbs':['impersonate']}");
        await _cluster.AsAdministrator(
            "PATCH",
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/binding-of-x",
            "{'subjects':[{'kind':'ServiceAccount','name':'robot','namespace':'default'}]}"
        );
        var allowed = await _cluster.Send("POST", WhoAmI, "{}", [("Authorization", $"Bearer {token}"), ("Impersonate-User", "ann")]);
        Assert.Equal("ann", allowed.Body.Text("status", "userInfo", "username"));

        // From now on the verb impersonate comes first.
        var group = await _cluster.Send(
            "POST",
            WhoAmI,
            "{}",
            [("Authorization", $"Bearer {token}"), ("Impersonate-User", "ann"), ("Impersonate-Group", "g")]
        );
        Assert.Equal(
            "groups \"g\" is forbidden: User \"system:serviceaccount:default:robot\" cannot impersonate resource \"groups\" in API group \"\" at the cluster scope",
            group.Message
        );
    }

    [Fact]
    public async Task Impersonate_GroupWithoutUser_IsABadRequest()
    {
        var response = await _cluster.AsAdministrator("GET", "/api", null, ("Impersonate-Group", "g"));
        Assert.Equal(
            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"g\"}, Extra:map[string][]string(nil)} without impersonating a user name",
            response.Message
        );
    }

    private async Task<string> Token()
    {
        await _cluster.AsAdministrator("POST", "/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'robot'}}");
        var request = await _cluster.AsAdministrator("POST", "/api/v1/namespaces/default/serviceaccounts/robot/token", "{}");
        return request.Body.Text("status", "token")!;
    }
}
