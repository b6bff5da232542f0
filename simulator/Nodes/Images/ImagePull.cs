namespace Infra.Simulator.Nodes.Images;

/// <summary>The state of a container's image on its node.</summary>
/// <param name="NextCheck">When its pull ends or is tried again; null for an image that is present.</param>
/// <param name="Wait">Why it is not pulled; null if it is present or being pulled.</param>
internal readonly record struct ImagePull(DateTimeOffset? NextCheck = null, ContainerWait? Wait = null)
{
    /// <summary>The image is present.</summary>
    public static ImagePull Present => default;
}
