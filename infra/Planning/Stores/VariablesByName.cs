using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// Collects the variables of a connection. A text that refers to the user's name or password brings the variable with it, so a text never
/// refers to a variable that is not there.
/// </summary>
internal sealed partial class VariablesByName(StoreConnection connection, string prefix)
{
    private readonly SortedDictionary<string, EnvironmentSettings> _variables = new(StringComparer.Ordinal);

    /// <summary>A reference to the user's name, for texts.</summary>
    public string Username => Refer("USERNAME", connection.UsernameKey);

    /// <summary>A reference to the password, for texts.</summary>
    public string Password => Refer("PASSWORD", connection.PasswordKey);

    /// <summary>A reference to the address of a bucket that only a ConfigMap knows, for texts; null where it is known.</summary>
    public string? BucketHost
    {
        get
        {
            if (connection.BucketMap is not { } map)
            {
                return null;
            }

            AddKey($"{prefix}_HOST", map, BucketOperator.HostKey);
            AddKey($"{prefix}_PORT", map, BucketOperator.PortKey);
            return $"$({prefix}_HOST):$({prefix}_PORT)";
        }
    }

    public void AddText(string name, string text) => _variables[name] = new EnvironmentSettings { Value = new Text(text) };

    /// <summary>Adds a text under a name that starts with the prefix.</summary>
    public void AddPart(string part, string text) => AddText($"{prefix}_{part}", text);

    /// <summary>Adds a key of a ConfigMap.</summary>
    public void AddKey(string name, string configMap, string key) =>
        _variables[name] = new EnvironmentSettings { ConfigMap = configMap, Key = key };

    public void AddUsername(string name) => AddSecret(name, connection.UsernameKey);

    public void AddPassword(string name) => AddSecret(name, connection.PasswordKey);

    /// <summary>Writes a text that Kubernetes must not expand.</summary>
    public static string Escape(string text) => Openings().Replace(text, dollars => dollars.Value + dollars.Value);

    public ImmutableSortedDictionary<string, EnvironmentSettings> Build() => _variables.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private string Refer(string part, string key)
    {
        var name = $"{prefix}_{part}";
        AddSecret(name, key);
        return $"$({name})";
    }

    private void AddSecret(string name, string key) => _variables[name] = StoreAccess.Refer(connection, key);

    [GeneratedRegex(@"\$+(?=\()")]
    private static partial Regex Openings();
}
