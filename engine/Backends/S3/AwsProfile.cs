using Infra.Engine.Errors;

namespace Infra.Engine.Backends.S3;

/// <summary>A profile of the files that AWS' tools share: <c>~/.aws/credentials</c> and <c>~/.aws/config</c>.</summary>
internal sealed class AwsProfile
{
    private static readonly string[] UnsupportedKeys =
    [
        "role_arn",
        "sso_session",
        "sso_start_url",
        "credential_process",
        "web_identity_token_file",
    ];

    private readonly Dictionary<string, string> _settings;

    private AwsProfile(string name, string origin, Dictionary<string, string> settings)
    {
        Name = name;
        Origin = origin;
        _settings = settings;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The files it was looked for in, for messages.</summary>
    public string Origin { get; }

    public string? Region => Find("region");

    public string? EndpointUrl => Find("endpoint_url");

    /// <summary>Loads a profile, which is empty where no file has it.</summary>
    /// <param name="name">The name; null for that of <c>AWS_PROFILE</c>, or else <c>default</c>.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static AwsProfile Load(string? name, Func<string, string?> environment)
    {
        var chosen = name ?? NotEmpty(environment("AWS_PROFILE")) ?? "default";
        var home = NotEmpty(environment("HOME")) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var credentials = NotEmpty(environment("AWS_SHARED_CREDENTIALS_FILE")) ?? Path.Combine(home, ".aws", "credentials");
        var config = NotEmpty(environment("AWS_CONFIG_FILE")) ?? Path.Combine(home, ".aws", "config");
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        Read(config, chosen == "default" ? ["default", "profile default"] : [$"profile {chosen}"], settings);
        Read(credentials, [chosen], settings);
        return new AwsProfile(chosen, $"profile \"{chosen}\" of {credentials} and {config}", settings);
    }

    /// <summary>Gets the profile's key, or null where it has none.</summary>
    /// <exception cref="ConfigurationException">The profile gets its key in a way that is not supported.</exception>
    public AwsCredentials? FindCredentials()
    {
        if (Find("aws_access_key_id") is { } id && Find("aws_secret_access_key") is { } secret)
        {
            return new AwsCredentials(id, secret, Find("aws_session_token"), Origin);
        }

        return UnsupportedKeys.FirstOrDefault(key => Find(key) is not null) is { } unsupported
            ? throw new ConfigurationException(
                $"{Origin}: `{unsupported}` is not supported: put the profile's key into the environment with "
                    + $"`eval \"$(aws configure export-credentials --profile {Name} --format env)\"`"
            )
            : null;
    }

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static void Read(string path, string[] sections, Dictionary<string, string> settings)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var isIn = false;
        foreach (var line in ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[')
            {
                isIn = sections.Contains(line.TrimStart('[').Split(']')[0].Trim(), StringComparer.Ordinal);
            }
            else if (isIn && line.Split('=', 2) is [var key, var value])
            {
                settings[key.Trim()] = value.Trim();
            }
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {error.Message.TrimEnd('.')}; give your user access to the file");
        }
    }

    private string? Find(string key) => NotEmpty(_settings.GetValueOrDefault(key));
}
