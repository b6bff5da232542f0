using System.Collections.Concurrent;

namespace Infra.Simulator.Api.Access;

/// <summary>
/// Lets users act as others. Kubernetes 1.36 tries the constrained modes first, whose rules name the verb of the request, then the verb
/// <c>impersonate</c>; for each requester it starts with the mode that succeeded last, which decides the message of a refusal.
/// </summary>
internal sealed class Impersonation
{
    private const int MaximumRemembered = 10_000;

    private readonly ImpersonationMode[] _modes;
    private readonly ConcurrentDictionary<string, ImpersonationMode> _lastModes = new(StringComparer.Ordinal);

    public Impersonation(Authorizer authorizer)
    {
        _modes =
        [
            new ImpersonationMode(authorizer, "associated-node")
            {
                AppliesTo = (wanted, requester) =>
                    HasOnlyName(wanted)
                    && ServiceAccountUser.ParseNode(wanted.Name) is { } node
                    && ServiceAccountUser.Parse(requester.Name) is not null
                    && requester.Extra.GetValueOrDefault(ServiceAccountUser.NodeName) is [var own]
                    && own == node,
            },
            new ImpersonationMode(authorizer, "arbitrary-node")
            {
                AppliesTo = (wanted, _) => HasOnlyName(wanted) && ServiceAccountUser.ParseNode(wanted.Name) is not null,
            },
            new ImpersonationMode(authorizer, "serviceaccount")
            {
                AppliesTo = (wanted, _) => HasOnlyName(wanted) && ServiceAccountUser.Parse(wanted.Name) is not null,
            },
            new ImpersonationMode(authorizer, "user-info")
            {
                AppliesTo = (wanted, _) =>
                    ServiceAccountUser.ParseNode(wanted.Name) is null && ServiceAccountUser.Parse(wanted.Name) is null,
            },
            new ImpersonationMode(authorizer, "") { AppliesTo = (_, _) => true },
        ];
    }

    /// <summary>Returns the user that a request acts as.</summary>
    /// <param name="request">The request of the user who impersonates.</param>
    /// <param name="wanted">The user named by the request.</param>
    /// <exception cref="StatusException">The user may not act as the other.</exception>
    public UserInfo Impersonate(RequestAttributes request, UserInfo wanted)
    {
        StatusException? first = null;
        var last = _lastModes.GetValueOrDefault(request.User.Name);
        foreach (var mode in last is null ? _modes : _modes.Where(mode => mode != last).Prepend(last))
        {
            try
            {
                if (mode.TryImpersonate(request, wanted) is not { } user)
                {
                    continue;
                }

                Remember(request.User.Name, mode);
                return user;
            }
            catch (StatusException refused)
            {
                first ??= refused;
            }
        }

        throw first!;
    }

    private void Remember(string requester, ImpersonationMode mode)
    {
        if (_lastModes.Count >= MaximumRemembered)
        {
            _lastModes.Clear();
        }

        _lastModes[requester] = mode;
    }

    private static bool HasOnlyName(UserInfo wanted) => wanted.Uid.Length == 0 && wanted.Groups.Count == 0 && wanted.Extra.Count == 0;
}
