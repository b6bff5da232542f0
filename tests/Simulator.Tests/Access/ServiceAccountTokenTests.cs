using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class ServiceAccountTokenTests
{
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";
    private const string TokenReviews = "/apis/authentication.k8s.io/v1/tokenreviews";

    private readonly AccessCluster _cluster = new();

    [Fact]
    public async Task Token_OfServiceAccount_AuthenticatesIt_UntilItExpires()
    {
        var token = await Issue("{'spec':{'expirationSeconds':600}}");
        Assert.Equal(
            "pods is forbidden: User \"system:serviceaccount:default:robot\" cannot list resource \"pods\" in API group \"\" at the cluster scope",
            (await _cluster.WithToken(token, "GET", "/api/v1/pods")).Message
        );
        _cluster.Time.Advance(TimeSpan.FromSeconds(661));
        Assert.Equal(401, (await _cluster.WithToken(token, "GET", "/api/v1/pods")).Status);
        Assert.Equal("service account token has expired", await ReviewError(token, "[]"));
    }

    [Fact]
    public async Task TokenReview_OfValidToken_ReturnsUserAndAudiences()
    {
        var token = await Issue("{'spec':{'audiences':['vault','https://kubernetes.default.svc']}}");
        var review = await _cluster.AsAdministrator(
            "POST",
            TokenReviews,
            $"{{'spec':{{'token':'{token}','audiences':['vault','other']}}}}"
        );
        Assert.True(review.Body.Flag("status", "authenticated"));
        Assert.Equal("system:serviceaccount:default:robot", review.Body.Text("status", "user", "username"));
        Assert.Equal("[\"vault\"]", review.Body.Array("status", "audiences")!.ToJsonString());
        Assert.StartsWith(
            "JTI=",
            review.Body.Array("status", "user", "extra", "authentication.kubernetes.io/credential-id")![0]!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "token audiences [\"vault\" \"https://kubernetes.default.svc\"] is invalid for the target audiences [\"other\"]",
            await ReviewError(token, "['other']")
        );
        Assert.Equal("invalid bearer token", await ReviewError("unknown", "[]"));
    }

    [Fact]
    public async Task Token_BoundToSecret_IsInvalidOnceThatIsDeleted()
    {
        await _cluster.AsAdministrator("POST", "/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'}}");
        var token = await Issue("{'spec':{'boundObjectRef':{'apiVersion':'v1','kind':'Secret','name':'s'}}}");
        Assert.Equal(403, (await _cluster.WithToken(token, "GET", "/api/v1/pods")).Status);
        await _cluster.AsAdministrator("DELETE", "/api/v1/namespaces/default/secrets/s");
        Assert.Equal("service account token has been invalidated", await ReviewError(token, "[]"));
    }

    [Theory]
    [InlineData(
        "{'spec':{'expirationSeconds':599}}",
        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes"
    )]
    [InlineData(
        "{'metadata':{'name':'other'}}",
        "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value: \"other\": must match the service account name if specified"
    )]
    [InlineData(
        "{'spec':{'boundObjectRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}}}",
        "cannot bind token to object of type apps/v1, Kind=Deployment"
    )]
    [InlineData("{'spec':{'boundObjectRef':{'apiVersion':'v1','kind':'Pod','name':'p'}}}", "pods \"p\" not found")]
    public async Task TokenRequest_Invalid_IsRefused(string request, string message)
    {
        await _cluster.AsAdministrator("POST", Accounts, "{'metadata':{'name':'robot'}}");
        Assert.Equal(message, (await _cluster.AsAdministrator("POST", $"{Accounts}/robot/token", request)).Message);
    }

    private async Task<string> Issue(string request)
    {
        await _cluster.AsAdministrator("POST", Accounts, "{'metadata':{'name':'robot'}}");
        var response = await _cluster.AsAdministrator("POST", $"{Accounts}/robot/token", request);
        Assert.Equal(201, response.Status);
        return response.Body.Text("status", "token")!;
    }

    private async Task<string?> ReviewError(string token, string audiences)
    {
        var review = await _cluster.AsAdministrator("POST", TokenReviews, $"{{'spec':{{'token':'{token}','audiences':{audiences}}}}}");
        Assert.Equal(201, review.Status);
        return review.Body.Text("status", "error");
    }
}
