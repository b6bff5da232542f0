using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// The configuration of the stack in one namespace. If a key is not set, <c>Get…</c> returns null and <c>Require…</c> throws;
/// <c>…Secret…</c> returns the value as a secret output.
/// </summary>
/// <remarks>A value of another type throws a <see cref="RunException"/>.</remarks>
public sealed class Config
{
    private readonly ConfigValues _values;
    private readonly string _namespace;

    /// <summary>The configuration in a namespace.</summary>
    /// <param name="name">The namespace; the project's name if null.</param>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _namespace = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
        _values = Deployment.Required.Settings.Config;
    }

    /// <summary>A text, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public string? Get(string key) => _values.Get(FullKey(key));

    /// <summary>A secret text, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>A boolean (<c>true</c> or <c>false</c>), or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public bool? GetBoolean(string key) =>
        Get(key) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            var value => throw NotA(nameof(Boolean), key, value),
        };

    /// <summary>A secret boolean, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public Output<bool>? GetSecretBoolean(string key) => SecretOrNull(GetBoolean(key));

    /// <summary>A whole number, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public int? GetInt32(string key) =>
        Get(key) is not { } value ? null
        : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotA(nameof(Int32), key, value);

    /// <summary>A secret whole number, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public Output<int>? GetSecretInt32(string key) => SecretOrNull(GetInt32(key));

    /// <summary>A number, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public double? GetDouble(string key) =>
        Get(key) is not { } value ? null
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotA(nameof(Double), key, value);

    /// <summary>A secret number, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public Output<double>? GetSecretDouble(string key) => SecretOrNull(GetDouble(key));

    /// <summary>An object from JSON, or the default of its type.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <param name="options">How to read it.</param>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) => Deserialize<T>(key, options);

    /// <summary>An object from JSON, or the default of its type.</summary>
    /// <param name="key">The key in the namespace.</param>
    [return: MaybeNull]
    public T GetObject<T>(string key) => Deserialize<T>(key, null);

    /// <summary>A secret object from JSON, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <param name="options">How to read it.</param>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is not null && Deserialize<T>(key, options) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>A secret object from JSON, or null.</summary>
    /// <param name="key">The key in the namespace.</param>
    public Output<T>? GetSecretObject<T>(string key) => Get(key) is not null ? Output.CreateSecret(Deserialize<T>(key, null)!) : null;

    /// <summary>A text that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>A secret text that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <summary>A boolean that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>A secret boolean that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <summary>A whole number that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>A secret whole number that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <summary>A number that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>A secret number that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <summary>An object from JSON that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => DeserializeRequired<T>(key, options);

    /// <summary>An object from JSON that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public T RequireObject<T>(string key) => DeserializeRequired<T>(key, null);

    /// <summary>A secret object from JSON that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(DeserializeRequired<T>(key, options));

    /// <summary>A secret object from JSON that must be set.</summary>
    /// <param name="key">The key in the namespace.</param>
    /// <exception cref="RunException">The key is not set.</exception>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(DeserializeRequired<T>(key, null));

    private static Output<T>? SecretOrNull<T>(T? value)
        where T : struct => value is { } known ? Output.CreateSecret(known) : null;

    private T? Deserialize<T>(string key, JsonSerializerOptions? options)
    {
        var value = Get(key);
        try
        {
            return value is null ? default : JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException exception)
        {
            throw NotA(typeof(T).FullName!, key, value!, exception);
        }
    }

    private T DeserializeRequired<T>(string key, JsonSerializerOptions? options)
    {
        Require(key);
        return Deserialize<T>(key, options)!;
    }

    private string FullKey(string key) => $"{_namespace}:{key}";

    private RunException NotA(string type, string key, string value, Exception? cause = null)
    {
        var shown = _values.IsSecret(FullKey(key)) ? "[secret]" : value;
        return new RunException(
            $"Configuration '{FullKey(key)}' value '{shown}' is not a valid {type}\n"
                + $"\tset another one with `pulumi config set {FullKey(key)} <value>`",
            cause
        );
    }

    private RunException Missing(string key)
    {
        return new RunException(
            $"Missing required configuration variable '{FullKey(key)}'\n" + $"\tset it with `pulumi config set {FullKey(key)} <value>`"
        );
    }
}
