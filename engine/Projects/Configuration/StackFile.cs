using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Files;
using Infra.Engine.Projects.Yaml;
using Infra.Protocol.Values;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Configuration;

/// <summary>
/// A stack's configuration file, Pulumi.&lt;stack&gt;.yaml. Edits preserve comments, order and formatting of everything else.
/// </summary>
public sealed class StackFile
{
    private const string ConfigSection = "config";
    private const string SaltKey = "encryptionsalt";

    /// <summary>The prefix of keys that hold anchors only. Pulumi, too, ignores them.</summary>
    private const string ExtensionPrefix = "x-";

    private static readonly HashSet<string> KnownKeys = ["secretsprovider", "encryptedkey", SaltKey, ConfigSection, "environment"];

    private readonly string _project;

    private StackFile(string path, string project, string text)
    {
        FilePath = path;
        _project = project;
        Text = text;
        Entries = [];
        Read();
    }

    /// <summary>The path. The file may not exist yet.</summary>
    public string FilePath { get; }

    /// <summary>The content, with what was changed since it was loaded.</summary>
    public string Text { get; private set; }

    /// <summary>The salt of the stack's secrets, or null.</summary>
    public string? EncryptionSalt { get; private set; }

    /// <summary>The configuration values in the order of the file.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; private set; }

    /// <summary>Loads a stack's file. A missing file counts as empty.</summary>
    /// <exception cref="ConfigurationException">The file has errors, all of which the exception lists.</exception>
    public static StackFile Load(string path, string project) => new(path, project, ReadText(path));

    /// <summary>Finds the entry of a key, or null.</summary>
    public ConfigEntry? Find(ConfigKey key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>Finds a nested value, or null. The form of <paramref name="path"/> is <c>namespace:name.a.b[0]</c>.</summary>
    public ConfigEntry? FindPath(string path)
    {
        var (key, segments) = SplitPath(path);
        var entry = Find(key);
        var value = entry?.Value;
        foreach (var segment in segments.Skip(1))
        {
            value = (value, segment.Name) switch
            {
                (JsonObject map, { } name) => map[name],
                (JsonArray list, null) when segment.Index < list.Count => list[segment.Index],
                _ => null,
            };
            if (value is null)
            {
                return null;
            }
        }

        return entry is null ? null : entry with { Value = value };
    }

    /// <summary>Sets a value to a string.</summary>
    public void Set(ConfigKey key, string value) => Edit(editor => editor.Set(GetPath(key, []), JsonValue.Create(value)));

    /// <summary>Sets a value to a secret.</summary>
    public void SetSecure(ConfigKey key, string ciphertext) => Edit(editor => editor.Set(GetPath(key, []), ConfigEntry.Secure(ciphertext)));

    /// <summary>Sets a value, or a nested one, as it is: a scalar of any type or a structure, secrets encrypted.</summary>
    public void SetValue(string keyOrPath, bool isPath, JsonNode? value)
    {
        if (isPath)
        {
            EditPath(keyOrPath, _ => value);
        }
        else
        {
            Edit(editor => editor.Set(GetPath(ConfigKey.Parse(keyOrPath, _project), []), value));
        }
    }

    /// <summary>Replaces every ciphertext in the configuration.</summary>
    public void Reencrypt(Func<string, string> reencrypt) =>
        Edit(editor =>
        {
            foreach (var entry in Entries.Where(entry => entry.IsSecret))
            {
                editor.Set(GetPath(entry.Key, []), ConfigEntry.Reencrypt(entry.Value, reencrypt));
            }
        });

    /// <summary>Replaces all values by others.</summary>
    public void SetAll(IEnumerable<KeyValuePair<string, JsonNode?>> values) =>
        Edit(editor =>
        {
            editor.Remove([(PropertyPathSegment)(ConfigSection)]);
            foreach (var (key, value) in values)
            {
                editor.Set([(PropertyPathSegment)(ConfigSection), (PropertyPathSegment)(key)], value?.DeepClone());
            }
        });

    /// <summary>Sets a nested value. Texts of integers and booleans become integers and booleans.</summary>
    public void SetPath(string path, string value) =>
        EditPath(path, segments => segments.Count == 1 ? JsonValue.Create(value) : TypedValue.Parse(value));

    /// <summary>Sets a nested value to a secret.</summary>
    public void SetPathSecure(string path, string ciphertext) => EditPath(path, _ => ConfigEntry.Secure(ciphertext));

    /// <summary>Checks a key or path against the schema of the stack files, if the project has one.</summary>
    /// <exception cref="ConfigurationException">The schema does not know it.</exception>
    public void RequireKnown(string key, bool isPath)
    {
        var (full, segments) = isPath ? SplitPath(key) : (ConfigKey.Parse(key, _project), []);
        FindSchema()?.Require(full, segments.Skip(1));
    }

    internal StackFileSchema? FindSchema() => StackFileSchema.Find(FilePath, Text);

    /// <summary>Removes a value.</summary>
    /// <returns>False if there is no such value.</returns>
    public bool Remove(ConfigKey key) => RemoveAt(key, []);

    /// <summary>Removes a nested value.</summary>
    /// <returns>False if there is no such value.</returns>
    public bool RemovePath(string path)
    {
        var (key, segments) = SplitPath(path);
        return RemoveAt(key, segments.Skip(1));
    }

    /// <summary>Sets the salt of the stack's secrets.</summary>
    public void SetEncryptionSalt(string salt) => Edit(editor => editor.Set([(PropertyPathSegment)(SaltKey)], JsonValue.Create(salt)));

    /// <summary>Saves the file.</summary>
    public Task SaveAsync(CancellationToken cancellationToken = default) =>
        DurableFile.WriteAsync(FilePath, Encoding.UTF8.GetBytes(Text), FilePermissions.Umask, cancellationToken);

    private static string ReadText(string path)
    {
        try
        {
            return Utf8File.Read(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {error.Message}");
        }
    }

    private void Read()
    {
        var file = YamlFile.Parse(FilePath, Text);
        var problems = new List<string>();
        foreach (var key in file.Root?.Children.Keys ?? [])
        {
            if (
                key is YamlScalarNode { Value: { } name }
                && !KnownKeys.Contains(name)
                && !name.StartsWith(ExtensionPrefix, StringComparison.Ordinal)
            )
            {
                problems.Add(
                    $"{file.At(key)}: `{name}` is not a valid key in a stack file; valid keys are: {string.Join(", ", KnownKeys.Order(StringComparer.Ordinal))}; "
                        + "configuration values belong under `config`"
                );
            }
        }

        if (file.Find("secretsprovider") is YamlScalarNode { Value: not (null or "" or "default" or "passphrase") } provider)
        {
            problems.Add($"{file.At(provider)}: the secrets provider `{provider.Value}` is not supported; use `passphrase`");
        }

        EncryptionSalt = (file.Find(SaltKey) as YamlScalarNode)?.Value;
        Entries = ReadEntries(file, problems);
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    private List<ConfigEntry> ReadEntries(YamlFile file, List<string> problems)
    {
        var entries = new List<ConfigEntry>();
        var section = file.Find(ConfigSection);
        if (section is null || YamlNodes.IsNull(section))
        {
            return entries;
        }

        if (section is not YamlMappingNode mapping)
        {
            problems.Add($"{file.At(section)}: `config` must be a mapping of configuration keys");
            return entries;
        }

        var keys = new HashSet<ConfigKey>();
        foreach (var (keyNode, value) in MergeKey.Expand(mapping))
        {
            var key = ConfigKey.Parse((keyNode as YamlScalarNode)?.Value ?? "", _project);
            if (key.Name.Length == 0 || key.Namespace.Length == 0)
            {
                problems.Add($"{file.At(keyNode)}: a configuration key has the form `namespace:name`");
            }
            else if (!keys.Add(key))
            {
                problems.Add($"{file.At(keyNode)}: `{key}` is set twice: remove one of the two");
            }
            else
            {
                entries.Add(
                    new ConfigEntry
                    {
                        Key = key,
                        Value = YamlNodes.ToJson(value),
                        Location = file.At(keyNode),
                    }
                );
            }
        }

        return entries;
    }

    private (ConfigKey Key, IReadOnlyList<PropertyPathSegment> Segments) SplitPath(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var bracket = path.AsSpan().IndexOfAny('.', '[');
        var hasNamespace = colon >= 0 && (bracket < 0 || colon < bracket);
        var segments = ConfigurationPath.Parse(hasNamespace ? path[(colon + 1)..] : path);
        return (new ConfigKey(hasNamespace ? path[..colon] : _project, segments[0].Name!), segments);
    }

    /// <summary>Gets the path of a key, with or without the project's namespace, as the file already has it.</summary>
    private IReadOnlyList<PropertyPathSegment> GetPath(ConfigKey key, IEnumerable<PropertyPathSegment> inner)
    {
        var config = YamlFile.Parse(FilePath, Text).Find(ConfigSection) as YamlMappingNode;
        var hasNoNamespace = key.Namespace == _project && config is not null && YamlNodes.Find(config, key.Name) is not null;
        return [(PropertyPathSegment)(ConfigSection), (PropertyPathSegment)(hasNoNamespace ? key.Name : key.ToString()), .. inner];
    }

    private void EditPath(string path, Func<IReadOnlyList<PropertyPathSegment>, JsonNode?> value)
    {
        var (key, segments) = SplitPath(path);
        Edit(editor => editor.Set(GetPath(key, segments.Skip(1)), value(segments)));
    }

    private bool RemoveAt(ConfigKey key, IEnumerable<PropertyPathSegment> inner)
    {
        var removed = false;
        Edit(editor =>
        {
            removed = editor.Remove(GetPath(key, inner));
            if (
                removed
                && Entries.Count == 1
                && YamlFile.Parse(FilePath, editor.Text).Find(ConfigSection) is YamlMappingNode { Children.Count: 0 }
            )
            {
                editor.Remove([(PropertyPathSegment)(ConfigSection)]);
            }
        });
        return removed;
    }

    private void Edit(Action<YamlEditor> change)
    {
        var editor = new YamlEditor(FilePath, Text);
        change(editor);
        Text = editor.Text;
        Read();
    }
}
