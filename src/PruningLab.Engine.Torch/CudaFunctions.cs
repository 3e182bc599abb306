using System.Runtime.InteropServices;
using System.Text;

namespace PruningLab.Engine.Torch;

/// <summary>The functions of NVIDIA's driver library that are needed here, found by their names in the library file.</summary>
/// <remarks>Source: CUDA Driver API reference, chapters Initialization, Version Management, Device Management, Primary Context
/// Management, Context Management, Memory Management and Error Handling. <c>_v2</c> are the names that the header <c>cuda.h</c>
/// replaces the documented ones by, with sizes of 64 bits. A device is an <c>int</c>, a context a pointer, every result an
/// <c>int</c> that is 0 for success.</remarks>
internal sealed class CudaFunctions
{
    /// <summary>Success.</summary>
    public const int Success = 0;

    /// <summary>There is no card that CUDA can use, or all are hidden.</summary>
    public const int NoDevice = 100;

    private const string NewRelease = "cuDevicePrimaryCtxRelease_v2";
    private const string OldRelease = "cuDevicePrimaryCtxRelease";
    private const int NameLength = 256;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;
    private readonly InitFunction _init;
    private readonly NumberFunction _version;
    private readonly NumberFunction _count;
    private readonly DeviceFunction _device;
    private readonly NameFunction _name;
    private readonly BytesFunction _memory;
    private readonly AttributeFunction _attribute;
    private readonly RetainFunction _retain;
    private readonly ReleaseFunction _release;
    private readonly PushFunction _push;
    private readonly PopFunction _pop;
    private readonly MemoryFunction _memoryNow;
    private readonly ErrorFunction _errorName;
    private readonly ErrorFunction _errorText;

    private CudaFunctions(nint library)
    {
        _init = Function<InitFunction>(library, "cuInit");
        _version = Function<NumberFunction>(library, "cuDriverGetVersion");
        _count = Function<NumberFunction>(library, "cuDeviceGetCount");
        _device = Function<DeviceFunction>(library, "cuDeviceGet");
        _name = Function<NameFunction>(library, "cuDeviceGetName");
        _memory = Function<BytesFunction>(library, "cuDeviceTotalMem_v2");
        _attribute = Function<AttributeFunction>(library, "cuDeviceGetAttribute");
        _retain = Function<RetainFunction>(library, "cuDevicePrimaryCtxRetain");
        _release = Function<ReleaseFunction>(library, NativeLibrary.TryGetExport(library, NewRelease, out _) ? NewRelease : OldRelease);
        _push = Function<PushFunction>(library, "cuCtxPushCurrent_v2");
        _pop = Function<PopFunction>(library, "cuCtxPopCurrent_v2");
        _memoryNow = Function<MemoryFunction>(library, "cuMemGetInfo_v2");
        _errorName = Function<ErrorFunction>(library, "cuGetErrorName");
        _errorText = Function<ErrorFunction>(library, "cuGetErrorString");
    }

    private delegate int InitFunction(uint flags);

    private delegate int NumberFunction(out int number);

    private delegate int DeviceFunction(out int device, int card);

    private delegate int NameFunction([Out] byte[] name, int length, int device);

    private delegate int BytesFunction(out nuint bytes, int device);

    private delegate int AttributeFunction(out int value, int attribute, int device);

    private delegate int RetainFunction(out nint context, int device);

    private delegate int ReleaseFunction(int device);

    private delegate int PushFunction(nint context);

    private delegate int PopFunction(out nint context);

    private delegate int MemoryFunction(out nuint free, out nuint total);

    private delegate int ErrorFunction(int error, out nint text);

    /// <summary>Name of the library file, which comes with the driver.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Loads the library; null when it is not there or lacks a function that drivers have had since CUDA 7.</summary>
    public static CudaFunctions? Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out nint library))
        {
            return null;
        }
        try
        {
            return new CudaFunctions(library);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Starts the driver; its result. May be called again.</summary>
    public int Initialise() => _init(0);

    /// <summary>The newest CUDA that the driver supports; known before the driver is started.</summary>
    /// <remarks>The driver gives 1000·major + 10·minor.</remarks>
    public Version? Cuda() => _version(out int number) == Success && number > 0 ? new Version(number / 1000, number % 1000 / 10) : null;

    /// <summary>Number of cards; 0 when the call fails.</summary>
    public int CountCards() => _count(out int number) == Success ? number : 0;

    /// <summary>Describes a card.</summary>
    /// <param name="card">Number of the card, from 0.</param>
    public CudaCard Card(int card)
    {
        byte[] bytes = new byte[NameLength];
        if (_device(out int device, card) != Success || _name(bytes, bytes.Length, device) != Success)
        {
            return new CudaCard("", 0, null);
        }
        int end = Array.IndexOf(bytes, (byte)0);
        string name = Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end).Trim();
        long memory = _memory(out nuint total, device) == Success ? (long)total : 0;
        Version? capability = _attribute(out int major, CapabilityMajor, device) == Success
            && _attribute(out int minor, CapabilityMinor, device) == Success ? new Version(major, minor) : null;
        return new CudaCard(name, memory, capability);
    }

    /// <summary>Bytes free and in all on a card, now; null when a call fails.</summary>
    /// <remarks>The question can only be asked within a context. The primary one is the one that libtorch computes in, so for a
    /// card in use none is made. The context that was the thread's before is its context again afterwards.</remarks>
    /// <param name="card">Number of the card, from 0.</param>
    public (long Free, long Total)? Memory(int card)
    {
        if (_device(out int device, card) != Success || _retain(out nint context, device) != Success)
        {
            return null;
        }
        try
        {
            if (_push(context) != Success)
            {
                return null;
            }
            bool known = _memoryNow(out nuint free, out nuint total) == Success;
            _ = _pop(out _);
            return known ? ((long)free, (long)total) : null;
        }
        finally
        {
            _ = _release(device);
        }
    }

    /// <summary>An error in the driver's words, for example <c>CUDA_ERROR_NO_DEVICE, no CUDA-capable device is detected</c>.</summary>
    public string Words(int error)
    {
        string? name = Text(_errorName, error), text = Text(_errorText, error);
        return name is null ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"error {error}") : text is null ? name : $"{name}, {text}";
    }

    private static string? Text(ErrorFunction function, int error) =>
        function(error, out nint text) == Success ? Marshal.PtrToStringUTF8(text) : null;

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
