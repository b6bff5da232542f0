using Infra.Kubernetes;

namespace Infra.Simulator.Api.Access;

/// <summary>A way to authorize impersonation.</summary>
/// <param name="authorizer">Authorizes the acts of impersonation.</param>
/// <param name="mode">The name of a constrained mode; empty for the verb <c>impersonate</c>.</param>
internal sealed class ImpersonationMode(Authorizer authorizer, string mode)
{
    private const string AuthenticationGroup = "authentication.k8s.io";

    /// <summary>From this number on, constrained modes first ask for the right to all groups, or all extra values.</summary>
    private const int Many = 4;

    private readonly bool _isConstrained = mode.Length > 0;
    private readonly string _verb = mode.Length > 0 ? $"impersonate:{mode}" : "impersonate";

    /// <summary>Whether the mode supports that the requester (the second argument) acts as a user.</summary>
    public required Func<UserInfo, UserInfo, bool> AppliesTo { get; init; }

    /// <returns>The user to act as; null if the mode does not apply.</returns>
    /// <exception cref="StatusException">The requester does not have the permissions of this mode.</exception>
    public UserInfo? TryImpersonate(RequestAttributes request, UserInfo wanted)
    {
        if (!AppliesTo(wanted, request.User))
        {
            return null;
        }

        if (_isConstrained)
        {
            authorizer.Check(request with { Verb = $"impersonate-on:{mode}:{request.Verb}" });
        }

        var user = CheckName(request.User, wanted);
        if (wanted.Uid.Length > 0)
        {
            Check(Create(request.User, AuthenticationGroup, "uids", wanted.Uid));
        }

        CheckGroups(request.User, wanted.Groups);
        CheckExtra(request.User, wanted.Extra);
        return user.Name == UserInfo.AnonymousName ? user.With(UserInfo.Unauthenticated)
            : user.Groups.Contains(UserInfo.Unauthenticated) ? user
            : user.With(UserInfo.Authenticated);
    }

    private UserInfo CheckName(UserInfo requester, UserInfo wanted)
    {
        var (request, user) = (Create(requester, _isConstrained ? AuthenticationGroup : "", "users", wanted.Name), wanted);
        if (_isConstrained && ServiceAccountUser.ParseNode(wanted.Name) is { } node)
        {
            // A service account acts as its own node under the right to all nodes.
            request = request with { Resource = "nodes", Name = mode == "associated-node" ? "*" : node };
            user = user with { Groups = ["system:nodes"] };
        }

        if (ServiceAccountUser.Parse(wanted.Name) is var (inNamespace, name))
        {
            request = request with { Resource = "serviceaccounts", Namespace = inNamespace, Name = name };
            user = wanted.Groups.Count == 0 ? user with { Groups = ServiceAccountUser.GetGroups(inNamespace) } : user;
        }

        Check(request);
        return user;
    }

    private void CheckGroups(UserInfo requester, IReadOnlyList<string> groups)
    {
        var request = Create(requester, _isConstrained ? AuthenticationGroup : "", "groups", "");
        if (_isConstrained && groups.Contains(""))
        {
            throw request.CreateForbidden("impersonating the empty string group is not allowed");
        }

        if (_isConstrained && groups.Contains(UserInfo.Masters))
        {
            throw (request with { Name = UserInfo.Masters }).CreateForbidden("impersonating the system:masters group is not allowed");
        }

        if (_isConstrained && groups.Count >= Many && authorizer.Authorize(request with { Name = "*" }).IsAllowed)
        {
            return;
        }

        foreach (var group in groups)
        {
            Check(request with { Name = group });
        }
    }

    private void CheckExtra(UserInfo requester, SortedDictionary<string, IReadOnlyList<string>> extra)
    {
        var request = Create(requester, AuthenticationGroup, "userextras", "");
        if (
            _isConstrained
            && extra.Select(entry => FindProblem(entry.Key, entry.Value)).FirstOrDefault(found => found is not null) is { } problem
        )
        {
            throw request.CreateForbidden(problem);
        }

        var isLarge = extra.Count >= Many || extra.Sum(entry => entry.Value.Count) >= Many;
        if (_isConstrained && isLarge && authorizer.Authorize(request with { Subresource = "*", Name = "*" }).IsAllowed)
        {
            return;
        }

        foreach (var (key, values) in extra)
        {
            foreach (var value in values)
            {
                Check(request with { Subresource = key, Name = value });
            }
        }
    }

    private static string? FindProblem(string key, IReadOnlyList<string> values) =>
        key.Length == 0 ? "impersonating the empty string key in extra is not allowed"
        : FindKeyProblem(key) is { } problem
            ? $"impersonating an invalid key in extra is not allowed: {FieldError.Invalid("extra.key", key, problem)}"
        : values.Count == 0 ? "impersonating empty values in extra is not allowed"
        : values.Contains("") ? "impersonating the empty string value in extra is not allowed"
        : null;

    /// <summary>Extra keys are paths with a domain, such as <c>example.org/team</c>.</summary>
    private static string? FindKeyProblem(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == key.Length - 1)
        {
            return "must be a domain-prefixed path (such as \"acme.io/foo\")";
        }

        return ObjectNames.SubdomainProblems(key[..slash]).FirstOrDefault();
    }

    private void Check(RequestAttributes request) => authorizer.Check(request);

    private RequestAttributes Create(UserInfo requester, string group, string resource, string name) =>
        new()
        {
            User = requester,
            Verb = _verb,
            IsResource = true,
            Group = group,
            Resource = resource,
            Name = name,
        };
}
