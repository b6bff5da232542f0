namespace Infra.Engine.Files;

/// <summary>The mode of a new file and of the folders created for it.</summary>
internal enum FilePermissions
{
    /// <summary>The owner only: files 0600, folders 0700.</summary>
    OwnerOnly,

    /// <summary>The mode that the umask leaves. A file that is replaced keeps its mode.</summary>
    Umask,
}
