using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <content>The tiles, written out so that every sum has a register of its own.</content>
internal static unsafe partial class MatrixKernel<TVector, TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x4(RowTile* tile, nint column)
    {
        nint width = TLanes.Width;
        TVector s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33;
        if (tile->Accumulate)
        {
            s00 = TLanes.Load(tile->Out0 + column);
            s01 = TLanes.Load(tile->Out0 + column + width);
            s02 = TLanes.Load(tile->Out0 + column + (2 * width));
            s03 = TLanes.Load(tile->Out0 + column + (3 * width));
            s10 = TLanes.Load(tile->Out1 + column);
            s11 = TLanes.Load(tile->Out1 + column + width);
            s12 = TLanes.Load(tile->Out1 + column + (2 * width));
            s13 = TLanes.Load(tile->Out1 + column + (3 * width));
            s20 = TLanes.Load(tile->Out2 + column);
            s21 = TLanes.Load(tile->Out2 + column + width);
            s22 = TLanes.Load(tile->Out2 + column + (2 * width));
            s23 = TLanes.Load(tile->Out2 + column + (3 * width));
            s30 = TLanes.Load(tile->Out3 + column);
            s31 = TLanes.Load(tile->Out3 + column + width);
            s32 = TLanes.Load(tile->Out3 + column + (2 * width));
            s33 = TLanes.Load(tile->Out3 + column + (3 * width));
        }
        else
        {
            s00 = TLanes.Broadcast(tile->Start0);
            s01 = s00;
            s02 = s00;
            s03 = s00;
            s10 = TLanes.Broadcast(tile->Start1);
            s11 = s10;
            s12 = s10;
            s13 = s10;
            s20 = TLanes.Broadcast(tile->Start2);
            s21 = s20;
            s22 = s20;
            s23 = s20;
            s30 = TLanes.Broadcast(tile->Start3);
            s31 = s30;
            s32 = s30;
            s33 = s30;
        }
        {
            float* w0 = tile->First0, w1 = tile->First1, w2 = tile->First2, w3 = tile->First3;
            float* source = tile->A + column;
            nint stride = tile->StrideA, depth = tile->DepthA;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector x1 = TLanes.Load(source + width);
                TVector x2 = TLanes.Load(source + (2 * width));
                TVector x3 = TLanes.Load(source + (3 * width));
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                s01 = TLanes.MultiplyAdd(b0, x1, s01);
                s02 = TLanes.MultiplyAdd(b0, x2, s02);
                s03 = TLanes.MultiplyAdd(b0, x3, s03);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                s11 = TLanes.MultiplyAdd(b1, x1, s11);
                s12 = TLanes.MultiplyAdd(b1, x2, s12);
                s13 = TLanes.MultiplyAdd(b1, x3, s13);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                s21 = TLanes.MultiplyAdd(b2, x1, s21);
                s22 = TLanes.MultiplyAdd(b2, x2, s22);
                s23 = TLanes.MultiplyAdd(b2, x3, s23);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                s31 = TLanes.MultiplyAdd(b3, x1, s31);
                s32 = TLanes.MultiplyAdd(b3, x2, s32);
                s33 = TLanes.MultiplyAdd(b3, x3, s33);
                source += stride;
            }
        }
        {
            float* w0 = tile->Second0, w1 = tile->Second1, w2 = tile->Second2, w3 = tile->Second3;
            float* source = tile->B + column;
            nint stride = tile->StrideB, depth = tile->DepthB;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector x1 = TLanes.Load(source + width);
                TVector x2 = TLanes.Load(source + (2 * width));
                TVector x3 = TLanes.Load(source + (3 * width));
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                s01 = TLanes.MultiplyAdd(b0, x1, s01);
                s02 = TLanes.MultiplyAdd(b0, x2, s02);
                s03 = TLanes.MultiplyAdd(b0, x3, s03);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                s11 = TLanes.MultiplyAdd(b1, x1, s11);
                s12 = TLanes.MultiplyAdd(b1, x2, s12);
                s13 = TLanes.MultiplyAdd(b1, x3, s13);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                s21 = TLanes.MultiplyAdd(b2, x1, s21);
                s22 = TLanes.MultiplyAdd(b2, x2, s22);
                s23 = TLanes.MultiplyAdd(b2, x3, s23);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                s31 = TLanes.MultiplyAdd(b3, x1, s31);
                s32 = TLanes.MultiplyAdd(b3, x2, s32);
                s33 = TLanes.MultiplyAdd(b3, x3, s33);
                source += stride;
            }
        }
        TLanes.Store(tile->Out0 + column, s00);
        TLanes.Store(tile->Out0 + column + width, s01);
        TLanes.Store(tile->Out0 + column + (2 * width), s02);
        TLanes.Store(tile->Out0 + column + (3 * width), s03);
        TLanes.Store(tile->Out1 + column, s10);
        TLanes.Store(tile->Out1 + column + width, s11);
        TLanes.Store(tile->Out1 + column + (2 * width), s12);
        TLanes.Store(tile->Out1 + column + (3 * width), s13);
        TLanes.Store(tile->Out2 + column, s20);
        TLanes.Store(tile->Out2 + column + width, s21);
        TLanes.Store(tile->Out2 + column + (2 * width), s22);
        TLanes.Store(tile->Out2 + column + (3 * width), s23);
        TLanes.Store(tile->Out3 + column, s30);
        TLanes.Store(tile->Out3 + column + width, s31);
        TLanes.Store(tile->Out3 + column + (2 * width), s32);
        TLanes.Store(tile->Out3 + column + (3 * width), s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(RowTile* tile, nint column)
    {
        nint width = TLanes.Width;
        TVector s00, s01, s10, s11, s20, s21, s30, s31;
        if (tile->Accumulate)
        {
            s00 = TLanes.Load(tile->Out0 + column);
            s01 = TLanes.Load(tile->Out0 + column + width);
            s10 = TLanes.Load(tile->Out1 + column);
            s11 = TLanes.Load(tile->Out1 + column + width);
            s20 = TLanes.Load(tile->Out2 + column);
            s21 = TLanes.Load(tile->Out2 + column + width);
            s30 = TLanes.Load(tile->Out3 + column);
            s31 = TLanes.Load(tile->Out3 + column + width);
        }
        else
        {
            s00 = TLanes.Broadcast(tile->Start0);
            s01 = s00;
            s10 = TLanes.Broadcast(tile->Start1);
            s11 = s10;
            s20 = TLanes.Broadcast(tile->Start2);
            s21 = s20;
            s30 = TLanes.Broadcast(tile->Start3);
            s31 = s30;
        }
        {
            float* w0 = tile->First0, w1 = tile->First1, w2 = tile->First2, w3 = tile->First3;
            float* source = tile->A + column;
            nint stride = tile->StrideA, depth = tile->DepthA;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector x1 = TLanes.Load(source + width);
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                s01 = TLanes.MultiplyAdd(b0, x1, s01);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                s11 = TLanes.MultiplyAdd(b1, x1, s11);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                s21 = TLanes.MultiplyAdd(b2, x1, s21);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                s31 = TLanes.MultiplyAdd(b3, x1, s31);
                source += stride;
            }
        }
        {
            float* w0 = tile->Second0, w1 = tile->Second1, w2 = tile->Second2, w3 = tile->Second3;
            float* source = tile->B + column;
            nint stride = tile->StrideB, depth = tile->DepthB;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector x1 = TLanes.Load(source + width);
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                s01 = TLanes.MultiplyAdd(b0, x1, s01);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                s11 = TLanes.MultiplyAdd(b1, x1, s11);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                s21 = TLanes.MultiplyAdd(b2, x1, s21);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                s31 = TLanes.MultiplyAdd(b3, x1, s31);
                source += stride;
            }
        }
        TLanes.Store(tile->Out0 + column, s00);
        TLanes.Store(tile->Out0 + column + width, s01);
        TLanes.Store(tile->Out1 + column, s10);
        TLanes.Store(tile->Out1 + column + width, s11);
        TLanes.Store(tile->Out2 + column, s20);
        TLanes.Store(tile->Out2 + column + width, s21);
        TLanes.Store(tile->Out3 + column, s30);
        TLanes.Store(tile->Out3 + column + width, s31);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1(RowTile* tile, nint column)
    {
        TVector s00, s10, s20, s30;
        if (tile->Accumulate)
        {
            s00 = TLanes.Load(tile->Out0 + column);
            s10 = TLanes.Load(tile->Out1 + column);
            s20 = TLanes.Load(tile->Out2 + column);
            s30 = TLanes.Load(tile->Out3 + column);
        }
        else
        {
            s00 = TLanes.Broadcast(tile->Start0);
            s10 = TLanes.Broadcast(tile->Start1);
            s20 = TLanes.Broadcast(tile->Start2);
            s30 = TLanes.Broadcast(tile->Start3);
        }
        {
            float* w0 = tile->First0, w1 = tile->First1, w2 = tile->First2, w3 = tile->First3;
            float* source = tile->A + column;
            nint stride = tile->StrideA, depth = tile->DepthA;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                source += stride;
            }
        }
        {
            float* w0 = tile->Second0, w1 = tile->Second1, w2 = tile->Second2, w3 = tile->Second3;
            float* source = tile->B + column;
            nint stride = tile->StrideB, depth = tile->DepthB;
            for (nint k = 0; k < depth; k++)
            {
                TVector x0 = TLanes.Load(source);
                TVector b0 = TLanes.Broadcast(w0[k]);
                s00 = TLanes.MultiplyAdd(b0, x0, s00);
                TVector b1 = TLanes.Broadcast(w1[k]);
                s10 = TLanes.MultiplyAdd(b1, x0, s10);
                TVector b2 = TLanes.Broadcast(w2[k]);
                s20 = TLanes.MultiplyAdd(b2, x0, s20);
                TVector b3 = TLanes.Broadcast(w3[k]);
                s30 = TLanes.MultiplyAdd(b3, x0, s30);
                source += stride;
            }
        }
        TLanes.Store(tile->Out0 + column, s00);
        TLanes.Store(tile->Out1 + column, s10);
        TLanes.Store(tile->Out2 + column, s20);
        TLanes.Store(tile->Out3 + column, s30);
    }
}
