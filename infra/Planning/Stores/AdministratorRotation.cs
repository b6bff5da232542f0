using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The rotation of the administrator of a server in a container. Two users take turns, as those of a service do, so that a backup that
/// starts meanwhile has a valid password. The first Secret stays: the image reads it on an empty volume, where the job then uses it.
/// </summary>
internal sealed record AdministratorRotation
{
    /// <summary>The prefix of the variables with the user before the last rotation.</summary>
    private const string FormerPrefix = "FORMER";

    /// <summary>The prefix of the variables with the user that the image creates on an empty volume.</summary>
    private const string FirstPrefix = "FIRST";

    /// <summary>The current administrator.</summary>
    public required StoreLogin Current { get; init; }

    /// <summary>The administrator before the last rotation, while both can log in; null otherwise.</summary>
    public required StoreLogin? Former { get; init; }

    /// <summary>The administrator that the image creates on an empty volume.</summary>
    public required StoreLogin First { get; init; }

    /// <summary>The administrator that can no longer log in; null while the former one can.</summary>
    public string? Retired => Former is null ? Other : null;

    /// <summary>The other one of the two names.</summary>
    public required string Other { get; init; }

    /// <summary>Finds the rotation of a store's administrator; null if it was never rotated, or cannot be.</summary>
    public static AdministratorRotation? Find(StorePlan store)
    {
        if (
            !StoreRotations.HasAdministrator(store.Settings, store.Form)
            || StoreRotations.FindAdministrator(store.Settings, store.Form) is not { Number: > 0 and var number } rotation
        )
        {
            return null;
        }

        return new AdministratorRotation
        {
            Current = Get(number),
            Former = rotation.KeepFormer ? Get(number - 1) : null,
            First = Get(0),
            Other = GetName(store.Kind, number - 1),
        };

        StoreLogin Get(int rotation) =>
            new(GetName(store.Kind, rotation), store.Administrator with { Secret = StoreNames.AdministratorSecret(store.Name, rotation) });
    }

    /// <summary>The administrator's name, one of two that take turns.</summary>
    public static string GetName(StoreKind kind, int rotation) => StoreNames.User(StoreFacts.Of(kind).Administrator, rotation);

    /// <summary>Lets the job that creates the services' users create the administrator first, and retire the former one last.</summary>
    public StoreProvisioning Extend(StoreProvisioning provisioning)
    {
        var variables = provisioning.Env.ToImmutableSortedDictionary(StringComparer.Ordinal).ToBuilder();
        Name(FirstPrefix, First);
        if (Former is not null)
        {
            Name(FormerPrefix, Former);
        }

        if (Retired is not null)
        {
            variables[AdministratorScripts.Retired] = StoreAccess.Write(Retired);
        }

        var kind = Current.Connection.Kind;
        return provisioning with
        {
            Script = AdministratorScripts.FindFirstPart(kind) + provisioning.Script + AdministratorScripts.FindLastPart(kind),
            Env = variables.ToImmutable(),
        };

        void Name(string prefix, StoreLogin login)
        {
            variables[$"{prefix}_USERNAME"] = StoreAccess.Refer(login.Connection, login.Connection.UsernameKey);
            variables[$"{prefix}_PASSWORD"] = StoreAccess.Refer(login.Connection, login.Connection.PasswordKey);
        }
    }
}
