using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

public class AdmissionPolicyTests
{
    private const string Group = "admissionregistration.k8s.io";
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public AdmissionPolicyTests() => ClusterBootstrap.Run(_client);

    [Fact]
    public void Policy_WithParametersAndVariables_DeniesWithTheMessageOfItsExpression()
    {
        CreatePolicy(
            """
            {"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConstraints":{"resourceRules":[
              {"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["secrets"]}]},
             "variables":[{"name":"limit","expression":"int(params.data.limit)"}],
             "validations":[{"expression":"object.data.size() <= variables.limit","reason":"Forbidden",
              "messageExpression":"'at most ' + string(variables.limit) + ' for ' + request.userInfo.username"}]}
            """,
            """{"validationActions":["Deny"],"paramRef":{"name":"limits","namespace":"default","parameterNotFoundAction":"Deny"}}"""
        );
        var missing = Assert.Throws<StatusException>(() => CreateSecret("one"));
        _client.Create(GroupResource.ConfigMaps, Parse("""{"metadata":{"name":"limits","namespace":"default"},"data":{"limit":"0"}}"""));

        var denied = Assert.Throws<StatusException>(() => CreateSecret("one"));

        Assert.EndsWith(
            "no params found for policy binding with `Deny` parameterNotFoundAction",
            missing.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(403, denied.Code);
        Assert.Contains("denied request: at most 0 for ", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_OnDelete_SeesTheOldObject()
    {
        CreatePolicy(
            """
            {"matchConstraints":{"resourceRules":[{"operations":["DELETE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["secrets"]}]},
             "validations":[{"expression":"oldObject.metadata.name != 'one' && object == null","message":"one stays"}]}
            """,
            """{"validationActions":["Deny"]}"""
        );
        CreateSecret("one");
        CreateSecret("two");

        var denied = Assert.Throws<StatusException>(() => _client.Delete(GroupResource.Secrets, "default", "one"));
        _client.Delete(GroupResource.Secrets, "default", "two");

        Assert.EndsWith("denied request: one stays", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhook_ThatWouldBeCalled_RefusesTheRequest()
    {
        _client.Create(
            new GroupResource(Group, "validatingwebhookconfigurations"),
            Parse(
                """
                {"metadata":{"name":"hooks"},"webhooks":[{"name":"a.example.org","clientConfig":{"url":"https://example.org/"},
                 "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["secrets"]}],
                 "matchConditions":[{"name":"c","expression":"object.metadata.name == 'one'"}],"sideEffects":"None","admissionReviewVersions":["v1"]}]}
                """
            )
        );

        var refused = Assert.Throws<StatusException>(() => CreateSecret("one"));
        CreateSecret("two");

        Assert.Equal(
            "Internal error occurred: failed calling webhook \"a.example.org\": the simulated cluster does not call webhooks",
            refused.Message
        );
    }

    private void CreatePolicy(string policy, string binding)
    {
        _client.Create(
            new GroupResource(Group, "validatingadmissionpolicies"),
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "p.example.org" },
                ["spec"] = Parse(policy),
            }
        );
        var spec = Parse(binding);
        spec["policyName"] = "p.example.org";
        _client.Create(
            new GroupResource(Group, "validatingadmissionpolicybindings"),
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "b.example.org" },
                ["spec"] = spec,
            }
        );
    }

    private void CreateSecret(string name) =>
        _client.Create(GroupResource.Secrets, Parse($$$"""{"metadata":{"name":"{{{name}}}","namespace":"default"},"data":{"a":"eA=="}}"""));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
