using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>The environment variables with which scripts reach a store.</summary>
internal static class StoreAccess
{
    public const string AdministratorUsername = "ADMIN_USERNAME";
    public const string AdministratorPassword = "ADMIN_PASSWORD";

    /// <summary>The address of a store, and the name and password of its administrator.</summary>
    public static ImmutableSortedDictionary<string, EnvironmentSettings> CreateVariables(StoreConnection administrator) =>
        new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
        {
            ["STORE_HOST"] = Write(administrator.Host),
            ["STORE_PORT"] = Write(administrator.Port.ToString(CultureInfo.InvariantCulture)),
            [AdministratorUsername] = Refer(administrator, administrator.UsernameKey),
            [AdministratorPassword] = Refer(administrator, administrator.PasswordKey),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static EnvironmentSettings Write(string text) => new() { Value = new Text(VariablesByName.Escape(text)) };

    public static EnvironmentSettings Refer(StoreConnection connection, string key) =>
        new() { Secret = new SecretSource(IsStored: false, connection.Secret), Key = key };
}
