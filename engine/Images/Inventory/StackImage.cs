using Infra.Kubernetes;

namespace Infra.Engine.Images.Inventory;

/// <summary>An image that a stack needs.</summary>
/// <param name="Reference">The normalized reference.</param>
/// <param name="Users">What needs it, e.g. <c>Deployment shop/catalog, container catalog</c>.</param>
public sealed record StackImage(ImageReference Reference, IReadOnlyList<string> Users);

/// <summary>The images of a stack.</summary>
/// <param name="Images">The images by reference.</param>
/// <param name="Problems">The places whose image is not known, each with the reason.</param>
public sealed record StackImages(IReadOnlyList<StackImage> Images, IReadOnlyList<string> Problems);
