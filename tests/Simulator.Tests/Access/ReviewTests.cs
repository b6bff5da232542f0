using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class ReviewTests
{
    private const string Reviews = "/apis/authorization.k8s.io/v1";

    private readonly AccessCluster _cluster = new();

    [Fact]
    public async Task SubjectAccessReview_AllowedByRoleBinding_NamesIt()
    {
        await _cluster.Grant("ann", "{'apiGroups':[''],'resources':['pods'],'verbs':['get']}", "default");
        var response = await _cluster.AsAdministrator(
            "POST",
            $"{Reviews}/subjectaccessreviews",
            "{'spec':{'user':'ann','resourceAttributes':{'namespace':'default','verb':'get','resource':'pods'}}}"
        );
        Assert.Equal(201, response.Status);
        Assert.Equal(
            "{\"kind\":\"SubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"metadata\":{\"managedFields\":[{\"manager\":\"test\",\"operation\":\"Update\","
                + "\"apiVersion\":\"authorization.k8s.io/v1\",\"time\":\"2026-03-01T12:00:00Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:resourceAttributes\":"
                + "{\".\":{},\"f:namespace\":{},\"f:resource\":{},\"f:verb\":{}},\"f:user\":{}}}}]},\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"get\","
                + "\"resource\":\"pods\"},\"user\":\"ann\"},\"status\":{\"allowed\":true,"
                + "\"reason\":\"RBAC: allowed by RoleBinding \\\"binding-of-ann/default\\\" of Role \\\"role-of-ann\\\" to User \\\"ann\\\"\"}}",
            response.Body.ToJsonString(
                new System.Text.Json.JsonSerializerOptions
                {
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        );
    }

    [Theory]
    [InlineData("{'spec':{'resourceAttributes':{'verb':'get','resource':'nodes'}}}", "{\"allowed\":false}")]
    [InlineData(
        "{'spec':{'nonResourceAttributes':{'verb':'get','path':'/api/v1'}}}",
        "{\"allowed\":true,\"reason\":\"RBAC: allowed by ClusterRoleBinding \\\"system:discovery\\\" of ClusterRole \\\"system:discovery\\\" to Group \\\"system:authenticated\\\"\"}"
    )]
    public async Task SelfSubjectAccessReview_OfPlainUser_IsAnsweredByTheDefaultRoles(string review, string status)
    {
        var response = await _cluster.As("ann", "POST", $"{Reviews}/selfsubjectaccessreviews", review);
        Assert.Equal(
            status,
            response
                .Body.Map("status")!
                .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        );
    }

    [Theory]
    [InlineData(
        "subjectaccessreviews",
        "{'spec':{}}",
        "[spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: \"\": at least one of user or group must be specified]"
    )]
    [InlineData(
        "subjectaccessreviews",
        "{'spec':{'user':'a','resourceAttributes':{},'nonResourceAttributes':{'path':'/x'}}}",
        "spec.nonResourceAttributes: Invalid value: {\"Path\":\"/x\",\"Verb\":\"\"}: cannot be specified in combination with resourceAttributes"
    )]
    [InlineData(
        "namespaces/default/localsubjectaccessreviews",
        "{'spec':{'user':'a','resourceAttributes':{'namespace':'b'}}}",
        "spec.resourceAttributes.namespace: Invalid value: \"b\": must match metadata.namespace"
    )]
    public async Task AccessReview_Invalid_IsRefused(string resource, string review, string message)
    {
        var response = await _cluster.AsAdministrator("POST", $"{Reviews}/{resource}", review);
        Assert.Equal((422, $".authorization.k8s.io \"\" is invalid: {message}"), (response.Status, response.Message));
    }

    [Fact]
    public async Task SelfSubjectRulesReview_ListsTheRulesOfAllBindings()
    {
        await _cluster.Grant("ann", "{'apiGroups':[''],'resources':['pods'],'resourceNames':['p'],'verbs':['get']}", "default");
        var response = await _cluster.As("ann", "POST", $"{Reviews}/selfsubjectrulesreviews", "{'spec':{'namespace':'default'}}");
        Assert.Equal(
            "{\"kind\":\"SelfSubjectRulesReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"metadata\":{},\"spec\":{},\"status\":{\"resourceRules\":["
                + "{\"verbs\":[\"create\"],\"apiGroups\":[\"authorization.k8s.io\"],\"resources\":[\"selfsubjectaccessreviews\",\"selfsubjectrulesreviews\"]},"
                + "{\"verbs\":[\"create\"],\"apiGroups\":[\"authentication.k8s.io\"],\"resources\":[\"selfsubjectreviews\"]},"
                + "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"resourceNames\":[\"p\"]}],\"nonResourceRules\":["
                + "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/api\",\"/api/*\",\"/apis\",\"/apis/*\",\"/healthz\",\"/livez\",\"/openapi\",\"/openapi/*\",\"/readyz\",\"/version\",\"/version/\"]},"
                + "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/healthz\",\"/livez\",\"/readyz\",\"/version\",\"/version/\"]}],\"incomplete\":false}}",
            response.Body.ToJsonString()
        );
        var refused = await _cluster.As("ann", "POST", $"{Reviews}/selfsubjectrulesreviews", "{'spec':{}}");
        Assert.Equal((400, "no namespace on request"), (refused.Status, refused.Message));
    }
}
