using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Checks.Rehearsals;
using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Loading;

/// <summary>Reads a scenario of <c>stacks/rehearsals</c> and resolves it for each cluster of the stack.</summary>
/// <param name="program">The settings of the stack.</param>
internal sealed class RehearsalReader(ProgramSettings program)
{
    /// <summary>The folder of scenarios, from the project's folder.</summary>
    public const string Folder = "stacks/rehearsals";

    private const long LargestFile = 4 * 1024 * 1024;
    private const int MostPoints = 100_000;

    private readonly SettingsErrors _errors = new();

    /// <summary>Resolves a scenario; without a name the defaults alone.</summary>
    /// <returns>A rehearsal for each cluster of the stack, in order.</returns>
    /// <exception cref="InvalidSettingsException">There are errors; the exception lists all of them.</exception>
    public ImmutableArray<PlannedRehearsal> Read(string name)
    {
        var hasFile = name != RehearsalPlanner.WithoutFile;
        var (settings, written) =
            hasFile || program.ScenarioOverrides.Count > 0 ? Bind(hasFile ? name : null) : (new RehearsalSettings(), null);
        var recorded = settings is null ? [] : ReadRecorded(settings, written);
        if (settings is not null && written is not null)
        {
            RehearsalReview.Run(settings, program.Loaded.Plans, written, _errors);
        }

        _errors.ThrowIfAny(program.Stack);
        return
        [
            .. program.Loaded.Plans.Select(plan =>
                RehearsalPlanner.Plan(name, settings!, recorded, plan, new RehearsalNotes(written, program.Loaded.Written))
            ),
        ];
    }

    private (RehearsalSettings? Settings, WrittenSettings? Written) Bind(string? name)
    {
        if (ReadWritten(name) is not { } root)
        {
            return (null, null);
        }

        root = SettingOverride.Apply(root, program.ScenarioOverrides, _errors);
        return _errors.Errors.Count > 0
            ? (null, null)
            : (new Binder(_errors).Bind<RehearsalSettings>(root, SettingsPath.Root), new WrittenSettings(root, root));
    }

    /// <summary>Reads the scenario; without a name it is empty.</summary>
    private MappingNode? ReadWritten(string? name)
    {
        if (name is null)
        {
            return MappingNode.Empty(new Location(Folder, null));
        }

        var file = $"{Folder}/{name}.yaml";
        return ReadText(file, new Location(file, null), SettingsPath.Root) is { } text
            ? YamlDocument.Read(file, text, _errors) ?? MappingNode.Empty(new Location(file, 1))
            : null;
    }

    private Dictionary<string, ImmutableArray<RatePointSettings>> ReadRecorded(RehearsalSettings settings, WrittenSettings? written)
    {
        var recorded = new Dictionary<string, ImmutableArray<RatePointSettings>>(StringComparer.Ordinal);
        foreach (var (service, load) in settings.Load)
        {
            if (load.File is { } name)
            {
                var path = SettingsPath.Root.Key("load").Key(service).Key("file");
                recorded[service] = ReadCsv($"{Folder}/{name}", written!.Locate(path), path);
            }
        }

        return recorded;
    }

    private ImmutableArray<RatePointSettings> ReadCsv(string file, Location location, SettingsPath path)
    {
        var points = ImmutableArray.CreateBuilder<RatePointSettings>();
        if (ReadText(file, location, path) is not { } text)
        {
            return [];
        }

        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || (points.Count == 0 && !char.IsAsciiDigit(line[0])))
            {
                // The first line may name the columns.
                continue;
            }

            if (ParsePoint(line) is not { } point || (points.Count > 0 && point.At < points[^1].At) || points.Count == MostPoints)
            {
                _errors.Add(
                    new Location(file, number),
                    SettingsPath.Root,
                    points.Count == MostPoints
                        ? $"there are more than {MostPoints} lines"
                        : $"'{Shorten(line)}' is not a later time and a rate",
                    "write the seconds from the start, a comma, and the requests per second, in the order of time"
                );
                return [];
            }

            points.Add(point);
        }

        if (points.Count == 0)
        {
            _errors.Add(
                location,
                path,
                $"'{file}' has no load",
                "write lines such as '60,240': seconds from the start, requests per second"
            );
        }

        return points.ToImmutable();
    }

    private static RatePointSettings? ParsePoint(string line) =>
        line.Split(',') is [var seconds, var rate]
        && double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var at)
        && double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var rps)
        && at >= 0
        && at < TimeSpan.FromDays(7).TotalSeconds
        && rps >= 0
        && rps <= 1e9
            ? new RatePointSettings { At = TimeSpan.FromSeconds(at), Rps = rps }
            : null;

    private static string Shorten(string line) => line.Length > 40 ? $"{line[..40]}…" : line;

    private string? ReadText(string file, Location location, SettingsPath path)
    {
        try
        {
            var (_, actual) = new ProjectFolder(program.Root, Folder).ResolveInProject(file);
            if (!File.Exists(actual))
            {
                throw new ProjectFileException($"there is no file '{file}'", Suggest(file));
            }

            if (new FileInfo(actual).Length > LargestFile)
            {
                throw new ProjectFileException($"'{file}' has more than {LargestFile} bytes", "shorten it");
            }

            var read = SettingsFile.FromBytes(file, File.ReadAllBytes(actual));
            return read.InvalidLine is { } line
                ? throw new ProjectFileException($"line {line} of '{file}' is not UTF-8", "save it as UTF-8")
                : read.Text;
        }
        catch (ProjectFileException error)
        {
            _errors.Add(location, path, error.Message, error.Cure);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _errors.Add(location, path, $"'{file}' cannot be read: {error.Message}", "");
        }

        return null;
    }

    private string Suggest(string file)
    {
        var folder = Path.Combine(program.Root, Folder);
        string[] names = Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.yaml")
                    .Select(found => Path.GetFileNameWithoutExtension(found)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        return names.Length == 0 ? "create it" : Suggestion.For(Path.GetFileNameWithoutExtension(file), names);
    }
}
