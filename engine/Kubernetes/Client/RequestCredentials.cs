using System.Net.Http.Headers;
using System.Text;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>Adds credentials to requests, and renews them when the server rejects them.</summary>
internal interface IRequestCredentials
{
    /// <summary>Adds the authentication headers to a request.</summary>
    ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>Drops cached credentials that the server rejected. Returns false if new ones would be the same.</summary>
    bool TryInvalidate();

    /// <summary>Stops what still runs to get credentials: the command is ending.</summary>
    void Stop() { }
}

/// <summary>Creates the credentials of kubeconfig users.</summary>
internal static class RequestCredentials
{
    /// <summary>Selects the mechanism like kubectl: exec plugin, token file, token, password; none for a client certificate.</summary>
    /// <exception cref="KubeconfigException">The mechanism is not supported.</exception>
    public static IRequestCredentials Create(KubeconfigUser user, string name, TimeProvider time)
    {
        if (user.LegacyAuthProvider is { } provider)
        {
            throw new KubeconfigException(
                $"user \"{name}\" uses the auth-provider \"{provider}\", which Kubernetes removed in 1.26: use an exec plugin instead"
            );
        }

        IRequestCredentials credentials =
            user.Exec is { } exec ? new ExecCredentials(exec, name, time)
            : user.TokenFile is { } file ? new TokenFileCredentials(file, time)
            : user.Token is { } token ? new FixedCredentials(new AuthenticationHeaderValue("Bearer", token))
            : user.Username is { } username ? new FixedCredentials(Basic(username, user.Password ?? ""))
            : new FixedCredentials(null);
        return user.Impersonate is { } other ? new ImpersonatingCredentials(credentials, other, user.ImpersonateGroups) : credentials;
    }

    private static AuthenticationHeaderValue Basic(string username, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    private sealed class FixedCredentials(AuthenticationHeaderValue? header) : IRequestCredentials
    {
        public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = header;
            return ValueTask.CompletedTask;
        }

        public bool TryInvalidate() => false;
    }

    /// <summary>A token in a file, which another process renews: service account tokens change about hourly.</summary>
    private sealed class TokenFileCredentials(string path, TimeProvider time) : IRequestCredentials
    {
        private static readonly TimeSpan Validity = TimeSpan.FromMinutes(1);
        private volatile Entry? _entry;

        public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var entry = _entry;
            if (entry is null || time.GetElapsedTime(entry.ReadAt) > Validity)
            {
                try
                {
                    entry = new Entry((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), time.GetTimestamp());
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    throw new KubeconfigException($"the token file of the kubeconfig, {path}, cannot be read: {e.Message}", e);
                }

                _entry = entry;
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", entry.Token);
        }

        public bool TryInvalidate()
        {
            _entry = null;
            return true;
        }

        private sealed record Entry(string Token, long ReadAt);
    }

    private sealed class ImpersonatingCredentials(IRequestCredentials own, string user, IReadOnlyList<string> groups) : IRequestCredentials
    {
        public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("Impersonate-User", user);
            if (groups.Count > 0)
            {
                request.Headers.Add("Impersonate-Group", groups);
            }

            return own.ApplyAsync(request, cancellationToken);
        }

        public bool TryInvalidate() => own.TryInvalidate();

        public void Stop() => own.Stop();
    }
}
