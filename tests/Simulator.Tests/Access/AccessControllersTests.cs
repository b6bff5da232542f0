using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Access;

public sealed class AccessControllersTests : IDisposable
{
    private static readonly GroupResource _clusterRoles = new("rbac.authorization.k8s.io", "clusterroles");

    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void AggregatedClusterRole_HasTheRulesOfThoseItSelects_AlsoOfLaterOnes()
    {
        Create(_clusterRoles, "{'metadata':{'name':'all'},'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'a':'b'}}]}}");
        Create(_clusterRoles, Selected("one", "pods"));
        _cluster.Run(1);
        Create(_clusterRoles, Selected("two", "nodes"));
        Create(_clusterRoles, Selected("three", "pods"));
        _cluster.Run(1);
        Assert.Equal(
            "[{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]},{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"nodes\"]}]",
            _cluster.Client.Get(_clusterRoles, "", "all").Body.Array("rules")!.ToJsonString()
        );
    }

    [Fact]
    public void TokenSecret_IsFilled_AndDeletedWithItsServiceAccount()
    {
        _cluster.Run(1);
        Create(
            GroupResource.Secrets,
            "{'metadata':{'name':'t','namespace':'default','annotations':{'kubernetes.io/service-account.name':'default'}},"
                + "'type':'kubernetes.io/service-account-token'}"
        );
        _cluster.Run(1);
        var token = Decode(_cluster.Client.Get(GroupResource.Secrets, "default", "t").Body.Text("data", "token"));
        Assert.Equal(
            "system:serviceaccount:default:default",
            _cluster.Cluster.Api.Tokens.Verify(token, ["https://kubernetes.default.svc"]).User!.Name
        );
        _cluster.Client.Delete(GroupResource.Secrets, "default", "t");
        Assert.Equal(
            "service account token has been invalidated",
            _cluster.Cluster.Api.Tokens.Verify(token, ["https://kubernetes.default.svc"]).Error
        );
    }

    private static string Selected(string name, string resource) =>
        $"{{'metadata':{{'name':'{name}','labels':{{'a':'b'}}}},'rules':[{{'verbs':['get'],'apiGroups':[''],'resources':['{resource}']}}]}}";

    private static string Decode(string? base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));

    private void Create(GroupResource resource, string body) =>
        _cluster.Client.Create(resource, (JsonObject)JsonNode.Parse(body.Replace('\'', '"'))!);
}
