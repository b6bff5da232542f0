using Infra.Backend.Planning.Stores;

namespace Infra.Tests.Stores.Servers;

/// <summary>Rotates the credentials of a service in a real server.</summary>
internal static class RotationOfTest
{
    /// <summary>Makes the Secret of a rotation for the service of a connection, without its user yet.</summary>
    public static StoreConnection Rotate(this StoreServer server, StoreConnection connection, int rotation)
    {
        var secret = StoreNames.UserSecret("", connection.Secret, rotation);
        server.Secrets.Set(secret, StoreNames.User(connection.Secret, rotation));
        return connection with { Secret = secret };
    }

    /// <summary>Drops users that are retired, and does it again, as a job that was interrupted.</summary>
    public static async Task RetireAsync(
        this StoreServer server,
        IReadOnlyCollection<StoreConnection> users,
        params IReadOnlyCollection<string> retired
    )
    {
        for (var run = 0; run < 2; run++)
        {
            var result = await server.ProvisionAsync(users, null, retired);
            Assert.True(result.ExitCode == 0, result.Output);
        }
    }
}
