using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Secrets;

namespace Infra.Engine.Projects.Configuration;

/// <summary>
/// The configuration that a stack's program receives: values of the stack file, then defaults of the project, with secrets decrypted.
/// </summary>
internal sealed class ResolvedConfiguration
{
    private ResolvedConfiguration(
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<string> secretKeys,
        IReadOnlyDictionary<string, string> redacted
    )
    {
        Values = values;
        SecretKeys = secretKeys;
        Redacted = redacted;
    }

    /// <summary>All values by full key.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The keys of values that are or contain a secret.</summary>
    public IReadOnlyList<string> SecretKeys { get; }

    /// <summary>The values with secrets redacted, for display.</summary>
    public IReadOnlyDictionary<string, string> Redacted { get; }

    /// <summary>The plaintexts to redact in all output.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <exception cref="ConfigurationException">
    /// A value is missing, has the wrong type, or is a plaintext although the project declares it secret.
    /// </exception>
    public static ResolvedConfiguration Resolve(Project project, StackFile file, string stack, ISecretCipher cipher)
    {
        var problems = Validate(project, file, stack);
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        var collector = new SecretCollector(cipher);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var redacted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries.Concat(Defaults(project, file)))
        {
            values[entry.Key.ToString()] = entry.Decrypt(collector);
            redacted[entry.Key.ToString()] = entry.Redact("[secret]");
        }

        return new ResolvedConfiguration(
            values,
            [.. file.Entries.Where(entry => entry.IsSecret).Select(entry => entry.Key.ToString())],
            redacted
        )
        {
            Secrets = collector.Plaintexts,
        };
    }

    /// <summary>The defaults of the project for what the stack file does not set.</summary>
    public static IEnumerable<ConfigEntry> Defaults(Project project, StackFile file) =>
        project
            .Config.Where(declaration => declaration.HasDefault && file.Find(declaration.Key) is null)
            .Select(declaration => new ConfigEntry
            {
                Key = declaration.Key,
                Value = declaration.Default,
                Location = declaration.Location,
            });

    private static List<string> Validate(Project project, StackFile file, string stack)
    {
        var problems = new List<string>();
        foreach (var declaration in project.Config)
        {
            var entry = file.Find(declaration.Key);
            if (entry is null)
            {
                if (!declaration.HasDefault)
                {
                    problems.Add(
                        $"{file.FilePath}: stack '{stack}' is missing the configuration value '{declaration.Key}' that {declaration.Location} declares: "
                            + $"set it with `infra config set --stack {stack} {declaration.Key} VALUE`"
                    );
                }
                else if (declaration.Default is not null)
                {
                    Check(declaration, declaration.Default, declaration.Location, problems);
                }

                continue;
            }

            if (entry.IsSecret)
            {
                continue;
            }

            if (declaration.IsSecret)
            {
                problems.Add(
                    $"{entry.Location}: '{declaration.Key}' is declared secret but is in plain text: set it with `infra config set --secret`"
                );
            }
            else
            {
                Check(declaration, entry.Value, entry.Location, problems);
            }
        }

        return problems;
    }

    private static void Check(ProjectConfigDeclaration declaration, JsonNode? value, string location, List<string> problems)
    {
        if (!Fits(value, declaration.Type))
        {
            problems.Add($"{location}: '{declaration.Key}' must be of type {Name(declaration.Type)}");
        }
        else if (declaration.ItemType != ConfigType.Any && value is JsonArray items && items.Any(item => !Fits(item, declaration.ItemType)))
        {
            problems.Add($"{location}: every item of '{declaration.Key}' must be of type {Name(declaration.ItemType)}");
        }
    }

    // `config set` stores numbers and booleans as strings, so a string that parses as one is valid.
    private static bool Fits(JsonNode? value, ConfigType type) =>
        type switch
        {
            ConfigType.Any => true,
            ConfigType.String => value is JsonValue,
            ConfigType.Integer => long.TryParse(ConfigEntry.Text(value), out _),
            ConfigType.Boolean => ConfigEntry.Text(value) is "true" or "false",
            ConfigType.Array => value is JsonArray,
            ConfigType.Object => value is JsonObject,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };

    private static string Name(ConfigType type) => type.ToString().ToLowerInvariant();

    private sealed class SecretCollector(ISecretCipher cipher) : ISecretCipher
    {
        public List<string> Plaintexts { get; } = [];

        public string Encrypt(string plaintext) => cipher.Encrypt(plaintext);

        public string Decrypt(string ciphertext)
        {
            var plaintext = cipher.Decrypt(ciphertext);
            Plaintexts.Add(plaintext);
            return plaintext;
        }
    }
}
