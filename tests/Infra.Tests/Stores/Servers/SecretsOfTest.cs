using System.Security.Cryptography;

namespace Infra.Tests.Stores.Servers;

/// <summary>Secrets with a user's name and password, as the stack makes them.</summary>
internal sealed class SecretsOfTest
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Dictionary<string, (string Username, string Password)> _secrets = new(StringComparer.Ordinal);

    public static string DrawPassword() => RandomNumberGenerator.GetString(Letters, 32);

    /// <summary>Stores the credentials of a user, with a password that is drawn unless it is given, and returns it.</summary>
    public string Set(string name, string username, string? password = null)
    {
        _secrets[name] = (username, password ?? DrawPassword());
        return _secrets[name].Password;
    }

    /// <summary>Whether there is a Secret.</summary>
    public bool Has(string name) => _secrets.ContainsKey(name);

    public string Read(string name, string key) =>
        key switch
        {
            "username" => _secrets[name].Username,
            "password" => _secrets[name].Password,
            _ => throw new KeyNotFoundException($"The Secret {name} has no key {key}."),
        };
}
