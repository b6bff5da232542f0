using Infra.Engine.Errors;
using Infra.Engine.Files;
using Infra.Engine.Images.Locking;
using Infra.Engine.Projects;
using Infra.Kubernetes.Images;

namespace Infra.Engine.Images;

/// <summary>The files about images beside a project's stack files.</summary>
public sealed record ImageProject
{
    private ImageProject(string folder) => LockPath = Path.Combine(folder, ImageLockFile.Name);

    /// <summary>The lock file, which may not exist.</summary>
    public string LockPath { get; }

    /// <summary>Where images come from.</summary>
    public required ImageSources Sources { get; init; }

    /// <summary>The digests; null without a lock file.</summary>
    public required ImageLock? Lock { get; init; }

    /// <summary>Reads the files of a project.</summary>
    /// <exception cref="ConfigurationException">A file is invalid.</exception>
    public static ImageProject Open(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var folder = project.StackConfigDirectory;
        try
        {
            return new ImageProject(folder)
            {
                Sources = ImageSources.Read(folder),
                Lock = ImageLockFile.Read(Path.Combine(folder, ImageLockFile.Name)),
            };
        }
        catch (ImageFileException error)
        {
            throw new ConfigurationException(error.Problems);
        }
    }

    /// <summary>Writes the lock file if it differs.</summary>
    /// <returns>True if it was written.</returns>
    internal bool Write(ImageLock images)
    {
        var text = ImageLockFile.Write(images);
        if (Lock is not null && File.ReadAllText(LockPath) == text)
        {
            return false;
        }

        DurableFile.Write(LockPath, System.Text.Encoding.UTF8.GetBytes(text), FilePermissions.Umask);
        return true;
    }
}
