using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Infra.Engine.Files;
using Infra.Engine.Projects;

namespace Infra.Engine.Operations;

/// <summary>Keeps the name of a project's selected stack in the project's folder.</summary>
public sealed class StackSelection
{
    private readonly string _file;

    internal StackSelection(Project project) =>
        _file = Path.Combine(
            project.RootDirectory,
            ".pulumi",
            "workspaces",
            $"{project.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.FilePath)))[..12]}-workspace.json"
        );

    /// <summary>The selected stack's name, or null.</summary>
    public string? Selected
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(_file));
                return document.RootElement.TryGetProperty("stack", out var stack) ? stack.GetString() : null;
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
            {
                // No stack was selected yet, or a crash truncated the file: the user selects again.
                return null;
            }
        }
    }

    /// <summary>Selects a stack; null clears the selection.</summary>
    public void Select(string? stack)
    {
        if (stack is null)
        {
            if (File.Exists(_file))
            {
                File.Delete(_file);
            }

            return;
        }

        DurableFile.Write(_file, Encoding.UTF8.GetBytes($$"""{"stack":{{JsonSerializer.Serialize(stack)}}}"""), FilePermissions.Umask);
    }
}
