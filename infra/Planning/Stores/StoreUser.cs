using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>A service that uses a store.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Use">Its settings.</param>
/// <param name="Connection">How it reaches the store.</param>
/// <param name="IsMain">Whether the variables without a store's name are for this one.</param>
internal sealed record StoreUser(string Service, StoreUseSettings Use, StoreConnection Connection, bool IsMain)
{
    /// <summary>The name in the connection variables.</summary>
    public string ConnectionName => Use.As ?? Use.Store;

    /// <summary>The name of its user in the server.</summary>
    public string Username { get; init; } = StoreNames.User(Service);

    /// <summary>The user before the last rotation, while both can log in.</summary>
    public StoreLogin? Former { get; init; }

    /// <summary>The name of the user before the last rotation, once it must go.</summary>
    public string? Retired { get; init; }

    /// <summary>The users of the service that can log in, today's first.</summary>
    public IEnumerable<StoreLogin> Logins
    {
        get
        {
            yield return new StoreLogin(Username, Connection);
            if (Former is { } former)
            {
                yield return former;
            }
        }
    }
}

/// <summary>A user of a server.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Connection">How it reaches the server.</param>
internal sealed record StoreLogin(string Name, StoreConnection Connection);
