using System.Text.Json.Nodes;
using Infra.Engine.Secrets;

namespace Likeness.Running;

/// <summary>The files of a running scenario, in a temporary folder: project, backend, kubeconfigs, event logs.</summary>
internal sealed class ScenarioFiles : IDisposable
{
    private static readonly Dictionary<string, string> Salts = [];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("likeness-");
    private int _programs;

    public string Root => _root.FullName;

    public string Project => Subfolder("project");

    public string Home => Subfolder("home");

    public string Cluster => Subfolder("cluster");

    public string Kubeconfigs => Subfolder("kubeconfigs");

    public string BackendUrl => $"file://{Subfolder("backend")}";

    public string Kubeconfig(string name) => Path.Combine(Kubeconfigs, name);

    public string EventLog(int step) => Path.Combine(Root, $"events-{step:00}.jsonl");

    public string ImportFile(int step) => Path.Combine(Root, $"import-{step:00}.json");

    public string Checkpoint(string stack) => Path.Combine(Subfolder("backend"), ".pulumi", "stacks", "fx", $"{stack}.json");

    public int CountLocks()
    {
        var locks = Path.Combine(Subfolder("backend"), ".pulumi", "locks");
        return Directory.Exists(locks) ? Directory.EnumerateFiles(locks, "*.json", SearchOption.AllDirectories).Count() : 0;
    }

    /// <summary>Writes the project file.</summary>
    /// <param name="members">Its further members; YAML is a superset of JSON.</param>
    public void WriteProject(JsonObject members)
    {
        var project = new JsonObject
        {
            ["name"] = "fx",
            ["runtime"] = new JsonObject
            {
                ["name"] = "dotnet",
                ["options"] = new JsonObject { ["binary"] = typeof(ScenarioFiles).Assembly.Location },
            },
        };
        foreach (var (key, value) in members)
        {
            project[key] = value?.DeepClone();
        }

        File.WriteAllText(Path.Combine(Project, "Pulumi.yaml"), project.ToJsonString());
    }

    /// <summary>Writes a stack's file. All stacks share one salt: deriving its key is slow.</summary>
    public void WriteStack(string stack, string passphrase) =>
        File.WriteAllText(Path.Combine(Project, $"Pulumi.{stack}.yaml"), $"encryptionsalt: {Salt(passphrase)}\n");

    /// <summary>Writes a program for another process.</summary>
    /// <returns>The path of the file.</returns>
    public string WriteProgram(JsonObject program)
    {
        var path = Path.Combine(Root, $"program-{Interlocked.Increment(ref _programs)}.json");
        File.WriteAllText(path, program.ToJsonString());
        return path;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private string Subfolder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    private static string Salt(string passphrase)
    {
        lock (Salts)
        {
            if (!Salts.TryGetValue(passphrase, out var salt))
            {
                using var cipher = PassphraseCipher.Create(passphrase);
                Salts[passphrase] = salt = cipher.SaltState;
            }

            return salt;
        }
    }
}
