using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>
/// Serves reviews, which are answered and not stored. The bearer of the token has all permissions, so every access review is allowed.
/// </summary>
internal sealed class ReviewEndpoints(BodyReader bodies)
{
    private const string User = "infra-admin";

    public async Task<bool> TryHandleAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        if (info.Group is not ("authorization.k8s.io" or "authentication.k8s.io") || !HttpMethods.IsPost(context.Request.Method))
        {
            return false;
        }

        var status = info.Resource switch
        {
            "selfsubjectaccessreviews" or "subjectaccessreviews" or "localsubjectaccessreviews" => new JsonObject { ["allowed"] = true },
            "selfsubjectrulesreviews" => CreateRules(),
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = CreateUserInfo() },
            "tokenreviews" => new JsonObject
            {
                ["user"] = new JsonObject(),
                ["error"] = "the simulated cluster accepts only its own token",
            },
            _ => null,
        };
        if (status is null)
        {
            return false;
        }

        var (review, _) = await bodies.ReadAsync(context.Request, info.Resource, cancellation);
        review["metadata"] = review.Map("metadata")?.Clone() ?? [];
        review["status"] = status;
        await context.Response.WriteJsonAsync(StatusCodes.Status201Created, review);
        return true;
    }

    private static JsonObject CreateUserInfo() =>
        new() { ["username"] = User, ["groups"] = new JsonArray("system:masters", "system:authenticated") };

    private static JsonObject CreateRules() =>
        new()
        {
            ["resourceRules"] = new JsonArray(
                new JsonObject
                {
                    ["verbs"] = new JsonArray("*"),
                    ["apiGroups"] = new JsonArray("*"),
                    ["resources"] = new JsonArray("*"),
                }
            ),
            ["nonResourceRules"] = new JsonArray(
                new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }
            ),
            ["incomplete"] = false,
        };
}
