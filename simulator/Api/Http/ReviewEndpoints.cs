using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves reviews, which are answered and not stored.</summary>
internal sealed class ReviewEndpoints(ClusterApi api, Authentication authentication, BodyReader bodies)
{
    private readonly AccessReviews _access = new(api.Authorizer);
    private readonly ReviewObjects _objects = new(api);

    public async Task<bool> TryHandleAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        if (
            info is not { Group: "authorization.k8s.io" or "authentication.k8s.io", Name: "" }
            || !HttpMethods.IsPost(context.Request.Method)
            || !api.Catalog.TryFind(info.Group, info.Version, info.Resource, out var kind)
        )
        {
            return false;
        }

        var (body, duplicates) = await bodies.ReadAsync(context.Request, kind.Kind, cancellation);
        var options = context.Request.ParseWriteOptions("CreateOptions") with { StrictErrors = duplicates };
        var review = _objects.Prepare(kind, "", info.Namespace, body, options);
        WarningHeaders.Add(context.Response, options.Warnings);
        await context.Response.WriteJsonAsync(StatusCodes.Status201Created, _objects.Order(kind, Answer(context, info.Resource, review)));
        return true;
    }

    private JsonObject Answer(HttpContext context, string resource, JsonObject review)
    {
        var user = context.GetUser();
        switch (resource)
        {
            case "selfsubjectaccessreviews":
                return Complete(review, _access.ReviewSelf(review, user));
            case "subjectaccessreviews":
                return Complete(review, _access.ReviewSubject(review, isLocal: false));
            case "localsubjectaccessreviews":
                return Complete(review, _access.ReviewSubject(review, isLocal: true));
            case "tokenreviews":
                return Complete(review, ReviewToken(review));
            case "selfsubjectrulesreviews":
                return Create(review, [], new JsonObject { ["spec"] = new JsonObject() }, _access.ReviewRules(review, user));
            default:
                return Create(
                    review,
                    new JsonObject { ["creationTimestamp"] = Timestamps.Format(api.Time.GetUtcNow()) },
                    [],
                    new JsonObject { ["userInfo"] = user.ToJson() }
                );
        }
    }

    private static JsonObject Complete(JsonObject review, JsonObject status)
    {
        review["status"] = status;
        return review;
    }

    /// <summary>Creates the answer to a review that is not returned itself.</summary>
    private static JsonObject Create(JsonObject review, JsonObject metadata, JsonObject spec, JsonObject status)
    {
        var answer = new JsonObject
        {
            ["kind"] = review.Text("kind"),
            ["apiVersion"] = review.Text("apiVersion"),
            ["metadata"] = metadata,
        };
        foreach (var (field, value) in spec)
        {
            answer[field] = value?.DeepClone();
        }

        answer["status"] = status;
        return answer;
    }

    private JsonObject ReviewToken(JsonObject review)
    {
        if (review.Text("spec", "token") is not { Length: > 0 } token)
        {
            throw StatusException.BadRequest("token is required for TokenReview in authentication");
        }

        var audiences = (review.Array("spec", "audiences") ?? []).Select(audience => audience?.GetValue<string>() ?? "").ToList();
        var verification = authentication.Verify(token, audiences.Count == 0 ? [ServiceAccountTokens.ApiAudience] : audiences);
        if (verification.User is not { } user)
        {
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = verification.Error };
        }

        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = user.ToJson(),
            ["audiences"] = new JsonArray([.. verification.Audiences.Select(audience => JsonValue.Create(audience))]),
        };
    }
}
