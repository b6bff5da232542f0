using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Access;

/// <summary>The answer of authorization. The reason is empty if there is nothing to say.</summary>
internal sealed record AccessDecision(bool IsAllowed, string Reason);

/// <summary>Role-based access control. Administrators may do everything.</summary>
internal sealed class Authorizer(ObjectStore store)
{
    /// <summary>The rules that bindings grant.</summary>
    public RuleResolver Rules { get; } = new(store);

    public AccessDecision Authorize(RequestAttributes request)
    {
        if (request.User.IsMaster)
        {
            return new AccessDecision(true, "");
        }

        var errors = new List<string>();
        foreach (var grant in Rules.GetGrants(request.User, request.Namespace))
        {
            if (grant.MissingRole is { } missing)
            {
                errors.Add(DescribeMissing(missing.Kind, missing.Name));
            }
            else if (grant.Rules.Any(rule => rule.Allows(request)))
            {
                return new AccessDecision(true, $"RBAC: allowed by {grant}");
            }
        }

        return new AccessDecision(false, errors.Count == 0 ? "" : $"RBAC: {Aggregate(errors)}");
    }

    /// <exception cref="StatusException">The request is not allowed.</exception>
    public void Check(RequestAttributes request)
    {
        if (Authorize(request) is { IsAllowed: false } denied)
        {
            throw request.CreateForbidden(denied.Reason);
        }
    }

    /// <summary>Checks that the user of an apply or a PUT may create the object, which does not exist.</summary>
    /// <param name="kind">The kind of object.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    /// <param name="user">The user; null for components of the cluster.</param>
    /// <exception cref="StatusException">The user may not create it.</exception>
    public void CheckCreate(ResourceKind kind, string inNamespace, string name, UserInfo? user)
    {
        if (user is not null)
        {
            Check(
                new RequestAttributes
                {
                    User = user,
                    Verb = "create",
                    IsResource = true,
                    Group = kind.Group,
                    Resource = kind.Plural,
                    Namespace = inNamespace,
                    Name = name,
                }
            );
        }
    }

    /// <summary>The error of a binding whose role does not exist.</summary>
    public static string DescribeMissing(string kind, string name) =>
        $"{(kind == "Role" ? "role" : "clusterrole")}.{RuleResolver.Group} {GoFormat.Quote(name)} not found";

    /// <summary>Joins errors as Kubernetes does: each once, and in brackets if there are several.</summary>
    public static string Aggregate(IEnumerable<string> errors) =>
        errors.Distinct().ToList() is [var single] ? single : $"[{string.Join(", ", errors.Distinct())}]";
}
